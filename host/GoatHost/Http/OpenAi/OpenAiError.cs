using System.Text.Json.Serialization;

namespace GoatHost.Http.OpenAi;

internal sealed record OpenAiError(OpenAiErrorBody Error);

internal sealed record OpenAiErrorBody(string Message, string Type, string? Param, string? Code)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NPromptTokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? NCtx { get; init; }
}
