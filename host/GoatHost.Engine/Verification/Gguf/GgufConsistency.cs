using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Holds what a header says in one place against what it says in another, above all where llama.cpp would end its process over it.</summary>
internal sealed class GgufConsistency
{
    private readonly GgufFile _file;

    private GgufConsistency(GgufFile file, string architecture) => (_file, Architecture) = (file, architecture);

    public string Architecture { get; }

    /// <param name="shards">Headers in order; the metadata is the first one's.</param>
    /// <param name="architecture">Which architecture's keys to look at.</param>
    /// <exception cref="RefusedException">Two of its statements cannot both be true.</exception>
    public static void Check(IReadOnlyList<GgufFile> shards, string architecture)
    {
        var check = new GgufConsistency(shards[0], architecture);
        GgufLayers.Check(check, [.. shards.SelectMany(shard => shard.Tensors)]);
        GgufHeads.Check(check);
        GgufExperts.Check(check);
        GgufVocabulary.Check(check, shards);
    }

    /// <summary>A key of the architecture: <c>llama.block_count</c>.</summary>
    public string Key(string name) => $"{Architecture}.{name}";

    public GgufValue? Value(string key) => _file.Metadata.GetValueOrDefault(key);

    /// <summary>The one integer under a key of the architecture, or null.</summary>
    public long? Whole(string name) => Value(Key(name)) is { Type: not GgufValueType.Array, Whole: { } whole } ? whole : null;

    /// <summary>The integers under a key of the architecture, one for all layers or one for each; empty when there are none.</summary>
    public IReadOnlyList<long> Each(string name) => Value(Key(name)) switch
    {
        { Integers: { } each } => each,
        { Type: not GgufValueType.Array, Whole: { } whole } => [whole],
        _ => [],
    };

    public RefusedException Refuse(string key, string reason)
    {
        var place = Value(key) is { } value ? $"byte {value.Offset}: " : "";
        return new RefusedException($"{ShownText.Of(_file.Name)} contradicts itself ({place}{reason}); get it again, or from somewhere else.");
    }
}
