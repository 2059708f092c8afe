using System.Text.Json.Serialization;

namespace GoatHost.Http.Anthropic;

/// <summary>An answer of <c>/v1/models</c> for Anthropic's clients: all at once.</summary>
internal sealed record AnthropicModelList(
    IReadOnlyList<AnthropicModel> Data,
    bool HasMore,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FirstId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? LastId);

internal sealed record AnthropicModel(string Type, string Id, string DisplayName, DateTime CreatedAt);
