using System.Runtime.CompilerServices;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>What the tags of an inscription show together: whether one comes twice, and whether one is even that nobody reads.</summary>
internal struct TagCensus
{
    private const int WordBits = 64;

    private Seen _seen;
    private HashSet<string>? _longer;

    public bool HasDuplicate { get; private set; }

    public bool HasUnrecognizedEven { get; private set; }

    /// <summary>Counts the tag of the next field that has a value.</summary>
    public void Add(ReadOnlySpan<byte> tag)
    {
        var isNew = tag.Length == 1 ? IsNew(tag[0]) : (_longer ??= []).Add(Convert.ToHexString(tag));
        HasDuplicate |= !isNew;
        // A pointer is read once; one that is left over is an even field that nobody reads.
        HasUnrecognizedEven |= tag[0] % 2 == 0 && !(tag is [(byte)Tag.Pointer] && isNew);
    }

    private bool IsNew(byte tag)
    {
        ref var word = ref _seen[tag / WordBits];
        var bit = 1UL << (tag % WordBits);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    [InlineArray((byte.MaxValue + 1) / WordBits)]
    private struct Seen
    {
        private ulong _word;
    }
}
