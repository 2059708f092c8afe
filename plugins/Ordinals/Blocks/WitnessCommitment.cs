using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>The coinbase's commitment to every witness of its block (BIP141, "Commitment structure").</summary>
internal static class WitnessCommitment
{
    private const int HeaderLength = 6;

    private static ReadOnlySpan<byte> Header => [0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed];

    /// <summary>Whether an output's script carries a commitment.</summary>
    public static bool IsIn(ReadOnlySpan<byte> script) => script.Length >= HeaderLength + Hash256.Size && script.StartsWith(Header);

    /// <summary>The hash in the last output that carries one, or null.</summary>
    public static Hash256? Find(Transaction coinbase)
    {
        foreach (var output in coinbase.Outputs.Reverse())
        {
            var script = output.Script.Span;
            if (IsIn(script)) return new Hash256(script[HeaderLength..]);
        }
        return null;
    }

    /// <summary>Says what is wrong with the witnesses of a block, or null when they are the ones its coinbase commits to.</summary>
    public static string? Flaw(Block block)
    {
        var coinbase = block.Transactions[0];
        if (Find(coinbase) is not { } committed)
        {
            return block.Extents.Any(extent => extent.HasWitness) ? "it holds witnesses that its coinbase does not commit to" : null;
        }
        if (coinbase.Inputs[0].Witness is not [{ Length: Hash256.Size } nonce]) return "its coinbase lacks the 32-byte witness nonce";
        if (block.WitnessRoot is not { } root)
        {
            return "its witness tree repeats a node";
        }
        var found = Hash256.Join(root, new(nonce.Span));
        return found == committed ? null : $"its witnesses hash to {found}, and its coinbase commits to {committed}";
    }
}
