using System.Text.Json;

namespace GoatHost.Abstractions;

/// <summary>The shape of an answer; kept by a grammar. Without a schema and a grammar: any JSON object.</summary>
/// <param name="Schema">JSON Schema to keep to.</param>
public sealed record ResponseFormat(JsonElement? Schema)
{
    /// <summary>A grammar in llama.cpp's GBNF to keep to, in place of a schema.</summary>
    public string? Grammar { get; init; }
}
