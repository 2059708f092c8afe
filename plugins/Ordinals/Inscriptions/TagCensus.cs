namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>What the tags of an inscription show together: whether one comes twice, and whether one is even that nobody reads.</summary>
internal readonly ref struct TagCensus
{
    public TagCensus(ReadOnlySpan<Field> fields)
    {
        Span<bool> seen = stackalloc bool[byte.MaxValue + 1];
        seen.Clear();
        HashSet<string>? longer = null;
        foreach (var field in fields)
        {
            var tag = field.Tag.Span;
            bool isNew;
            if (tag.Length == 1) isNew = !seen[tag[0]];
            else isNew = (longer ??= []).Add(Convert.ToHexString(tag));
            if (tag.Length == 1) seen[tag[0]] = true;
            HasDuplicate |= !isNew;
            // A pointer is read once; one that is left over is an even field that nobody reads.
            HasUnrecognizedEven |= tag[0] % 2 == 0 && (!field.Is(Tag.Pointer) || !isNew);
        }
    }

    public bool HasDuplicate { get; }

    public bool HasUnrecognizedEven { get; }
}
