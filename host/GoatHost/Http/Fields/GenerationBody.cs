using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.Fields;

/// <summary>What requests of OpenAI's kind and of llama-server have in common beside how they draw; for <c>/openapi.json</c>.</summary>
internal abstract record GenerationBody : SamplingBody
{
    public string? Model { get; init; }
    public bool? Stream { get; init; }
    public int? MaxTokens { get; init; }
    public int? NPredict { get; init; }
    public int? NKeep { get; init; }
    public bool? IgnoreEos { get; init; }
    public bool? CachePrompt { get; init; }
    public FormatBody? ResponseFormat { get; init; }
    public string? Grammar { get; init; }

    [JsonKinds("object")]
    public JsonElement? JsonSchema { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Stop { get; init; }
}

/// <summary>The shape of an answer.</summary>
internal sealed record FormatBody
{
    [JsonWords("text", "json_object", "json_schema")]
    public string? Type { get; init; }

    public FormatSchemaBody? JsonSchema { get; init; }

    [JsonKinds("object")]
    public JsonElement? Schema { get; init; }
}

internal sealed record FormatSchemaBody
{
    [JsonKinds("object")]
    public JsonElement? Schema { get; init; }
}

internal sealed record StreamOptionsBody(bool? IncludeUsage);
