namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Checks that heads of attention share out the embedding, and key and value heads the heads.</summary>
internal static class GgufHeads
{
    public static void Check(GgufConsistency header)
    {
        var (heads, shared) = (header.Each("attention.head_count"), header.Each("attention.head_count_kv"));
        // A model that gives the size of its heads need not divide by their number.
        if (heads is [> 0 and var count] && header.Whole("attention.key_length") is null
            && header.Whole("embedding_length") is { } width && width % count != 0)
        {
            throw header.Refuse(header.Key("attention.head_count"), $"an embedding of {width} is no multiple of its {count} heads");
        }
        if (heads.Count == 0 || shared.Count == 0) return;
        for (var i = 0; i < Math.Max(heads.Count, shared.Count); i++)
        {
            var (all, kv) = (heads[Math.Min(i, heads.Count - 1)], shared[Math.Min(i, shared.Count - 1)]);
            if (all > 0 && kv > 0 && all % kv != 0)
                throw header.Refuse(header.Key("attention.head_count_kv"), $"{all} heads are no multiple of {kv} key and value heads");
        }
    }
}
