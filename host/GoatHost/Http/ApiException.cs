namespace GoatHost.Http;

/// <summary>An answer that is an error, in OpenAI's words: a status, a sentence, and the field it is about.</summary>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    public int Status => status;
    public string Type { get; init; } = "invalid_request_error";
    public string? Param { get; init; }
    public string? Code { get; init; }

    public static ApiException WrongField(string field, string expected) => new(400, $"{field} must be {expected}.") { Param = field };

    public static ApiException NoSuchModel(string name) =>
        new(404, $"There is no model {name} on this machine.") { Param = "model", Code = "model_not_found" };

    public ErrorAnswer Answer => new(new ErrorBody(Message, Type, Param, Code));
}
