using System.Text.Json.Serialization;

namespace GoatHost.Http.OpenAi;

internal sealed record OpenAiError(OpenAiErrorBody Error);

internal sealed record OpenAiErrorBody(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code)
{
    public int? NPromptTokens { get; init; }
    public int? NCtx { get; init; }
}
