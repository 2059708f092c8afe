namespace GoatHost.Http.Errors;

/// <summary>An answer that is an error: a status, a sentence, and the field it is about. Each API tells it in its own words.</summary>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>OpenAI's word for it, where the status does not say it.</summary>
    public string? Type { get; init; }

    /// <summary>The field that is wrong.</summary>
    public string? Param { get; init; }

    public string? Code { get; init; }

    /// <summary>The two numbers of a prompt that is longer than the context.</summary>
    public int? PromptTokens { get; init; }

    public int? ContextTokens { get; init; }

    public static ApiException WrongField(string field, string expected) => new(400, $"{field} must be {expected}.") { Param = field };

    public static ApiException NoSuchModel(string name) => new(404, $"There is no model {name} on this machine.")
    {
        Type = "invalid_request_error",
        Param = "model",
        Code = "model_not_found",
    };
}
