using System.Text.Json.Serialization;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>Why a response failed.</summary>
internal sealed record ResponseError(string Code, string Message);

/// <summary>The end of a stream that failed. OpenAI's own clients read <paramref name="Error"/>, others the fields beside it.</summary>
internal sealed record ResponseErrorEvent(
    string Type,
    int SequenceNumber,
    string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    OpenAiErrorBody Error);
