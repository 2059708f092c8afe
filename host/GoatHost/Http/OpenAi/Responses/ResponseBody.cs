using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>The body of <c>/v1/responses</c>, for <c>/openapi.json</c>: <see cref="ResponseRequestReader"/> reads it.</summary>
internal sealed record ResponseBody : SamplingBody
{
    public string? Model { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Input { get; init; }

    public string? Instructions { get; init; }
    public IReadOnlyList<ToolBody>? Tools { get; init; }

    [JsonKinds("string", "object")]
    public JsonElement? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }
    public int? MaxOutputTokens { get; init; }
    public ResponseTextBody? Text { get; init; }
    public ResponseReasoningBody? Reasoning { get; init; }
    public IReadOnlyList<string>? Include { get; init; }
    public int? TopLogprobs { get; init; }

    [JsonWords("auto", "disabled")]
    public string? Truncation { get; init; }

    public bool? Background { get; init; }
    public bool? Stream { get; init; }

    [JsonKinds("object")]
    public JsonElement? Metadata { get; init; }
}

internal sealed record ResponseTextBody(FormatBody? Format);

internal sealed record ResponseReasoningBody(string? Effort);
