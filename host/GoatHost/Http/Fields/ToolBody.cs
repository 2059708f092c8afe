using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.Fields;

/// <summary>A tool, inside <c>function</c> or without it; for <c>/openapi.json</c>.</summary>
internal sealed record ToolBody
{
    [JsonWords("function")]
    public string? Type { get; init; }

    public FunctionBody? Function { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public bool? Strict { get; init; }

    [JsonKinds("object")]
    public JsonElement? Parameters { get; init; }
}

internal sealed record FunctionBody
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public bool? Strict { get; init; }

    [JsonKinds("object")]
    public JsonElement? Parameters { get; init; }
}
