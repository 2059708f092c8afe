using System.Text.Json.Serialization;

namespace GoatHost.Samples.FeedSource;

/// <summary>One model as a feed tells it, not yet checked. The JSON feed is <c>{ "models": [ … ] }</c> of these.</summary>
internal sealed record FeedModel
{
    public string? Name { get; init; }
    public string? Title { get; init; }
    public string? License { get; init; }
    public string? Magnet { get; init; }
    public IReadOnlyList<string?>? Web { get; init; }
    public IReadOnlyList<FeedFile?>? Files { get; init; }
}

/// <summary>One file of a model, as a feed tells it.</summary>
internal sealed record FeedFile(string? Path, long? Size, string? Sha256, string? Quant);

internal sealed record JsonFeed(IReadOnlyList<FeedModel?>? Models);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 16)]
[JsonSerializable(typeof(JsonFeed))]
internal sealed partial class FeedJson : JsonSerializerContext;
