using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoatHost.Engine.Plugins.Manifests;

/// <summary>plugin.json as it is written; unknown fields are a later version's business.</summary>
internal sealed record ManifestDocument
{
    public string? Id { get; init; }
    public string? Version { get; init; }
    public string? Assembly { get; init; }
    public string? Entry { get; init; }
    public string? Contract { get; init; }
    public IReadOnlyList<string?>? Provides { get; init; }
    public IReadOnlyList<string?>? Formats { get; init; }
    public string? Isolation { get; init; }
    public IReadOnlyDictionary<string, string?>? Commands { get; init; }
}

/// <summary>plugins.json as it is written.</summary>
internal sealed record ListDocument
{
    public IReadOnlyList<EntryDocument?>? Plugins { get; init; }
}

/// <summary>One plugin of plugins.json as it is written.</summary>
internal sealed record EntryDocument
{
    public string? Id { get; init; }
    public string? Folder { get; init; }
    public bool? Enabled { get; init; }
    public string? Sha256 { get; init; }
    public int? MemoryMiB { get; init; }
    public JsonElement? Settings { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16)]
[JsonSerializable(typeof(ManifestDocument))]
[JsonSerializable(typeof(ListDocument))]
internal sealed partial class ManifestJson : JsonSerializerContext;
