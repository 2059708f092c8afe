using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Script;

/// <summary>Which item of a witness is the script that a Taproot script path reveals.</summary>
internal static class WitnessScript
{
    private const byte AnnexTag = 0x50;

    /// <summary>The item that ord reads as a script (its annex rule asks for three items, BIP341's for two), or null.</summary>
    public static ReadOnlyMemory<byte>? Find(TransactionInput input)
    {
        var witness = input.Witness;
        if (witness.Count < 2) return null;
        return IsBehindAnnex(witness.Count, witness[^1].Span) ? witness[^3] : witness[^2];
    }

    /// <summary>Whether the script of a witness stands one item further from the end, by ord's annex rule.</summary>
    public static bool IsBehindAnnex(int count, ReadOnlySpan<byte> last) => count >= 3 && last is [AnnexTag, ..];

    /// <summary>BIP341: the last of at least two items, when it begins with 0x50.</summary>
    public static bool HasAnnex(IReadOnlyList<ReadOnlyMemory<byte>> witness) =>
        witness.Count >= 2 && witness[^1] is { IsEmpty: false } last && last.Span[0] == AnnexTag;
}
