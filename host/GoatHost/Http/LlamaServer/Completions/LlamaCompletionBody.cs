using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>What the bodies of <c>/completion</c> and <c>/infill</c> have in common; for <c>/openapi.json</c>.</summary>
internal abstract record LlamaGenerationBody : GenerationBody
{
    public int? NProbs { get; init; }
    public bool? ReturnTokens { get; init; }
    public bool? TimingsPerToken { get; init; }
    public bool? PostSamplingProbs { get; init; }
    public int? IdSlot { get; init; }
    public IReadOnlyList<string>? ResponseFields { get; init; }
    public IReadOnlyList<LoraBody>? Lora { get; init; }
}

/// <summary>The body of <c>/completion</c>.</summary>
internal sealed record LlamaCompletionBody : LlamaGenerationBody
{
    [JsonKinds("string", "array", "object")]
    public JsonElement? Prompt { get; init; }
}

/// <summary>The body of <c>/infill</c>.</summary>
internal sealed record LlamaInfillBody : LlamaGenerationBody
{
    public string? InputPrefix { get; init; }
    public string? InputSuffix { get; init; }
    public IReadOnlyList<LlamaFileBody>? InputExtra { get; init; }
    public string? Prompt { get; init; }
}

internal sealed record LlamaFileBody(string? Text);
