namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Where a transaction lies in the bytes of its block: four offsets say all that hashing and searching need.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Body">Its inputs: behind the version, and behind marker and flag where it has them (BIP144).</param>
/// <param name="Witness">Behind its outputs: the first byte of its witness, or of its lock time.</param>
/// <param name="End">Behind its last byte.</param>
internal readonly record struct TransactionExtent(int Start, int Body, int Witness, int End)
{
    private const int WordSize = 4;

    public int Length => End - Start;

    public bool HasWitness => Body != Start + WordSize;

    /// <summary>Length without the witness: what the txid is the hash of.</summary>
    public int StrippedLength => Witness - Body + 2 * WordSize;

    /// <summary>Copies what the txid is the hash of.</summary>
    public void CopyStripped(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        block.Slice(Start, WordSize).CopyTo(destination);
        block[Body..Witness].CopyTo(destination[WordSize..]);
        block[(End - WordSize)..End].CopyTo(destination[(WordSize + Witness - Body)..]);
    }
}
