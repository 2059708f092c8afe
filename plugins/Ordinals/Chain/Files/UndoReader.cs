using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Files;

/// <summary>A coin that a block spent, as the node wrote it down to be able to undo the block.</summary>
/// <param name="Height">Height of the block that made the coin.</param>
/// <param name="Script">The output's script; null for the forms that are stored as a bare public key, none of which is Taproot.</param>
internal readonly record struct UndoCoin(int Height, ReadOnlyMemory<byte>? Script);

/// <summary>Reads a block's undo data: for each transaction but the coinbase, the coin behind each input.</summary>
internal static class UndoReader
{
    private const int SpecialForms = 6, MaximumScript = 10_000;

    /// <summary>Whether the data is the undo data of these transactions.</summary>
    public static bool Fits(ReadOnlyMemory<byte> undo, IReadOnlyList<Transaction> transactions) =>
        transactions.Count == 1 || Read(undo, transactions, transactions.Count - 1) is not null;

    /// <summary>The coins of one transaction, or null when the data is not the undo data of these transactions.</summary>
    public static UndoCoin[]? Read(ReadOnlyMemory<byte> undo, IReadOnlyList<Transaction> transactions, int position)
    {
        var reader = new ByteReader(undo);
        UndoCoin[]? wanted = null;
        if (reader.CompactSize() != (ulong)transactions.Count - 1) return null;
        for (var i = 1; i < transactions.Count; i++)
        {
            if (reader.CompactSize() != (ulong)transactions[i].Inputs.Count) return null;
            var coins = new UndoCoin[transactions[i].Inputs.Count];
            for (var input = 0; input < coins.Length; input++) coins[input] = ReadCoin(ref reader);
            if (i == position) wanted = coins;
        }
        return reader.AtEnd ? wanted : null;
    }

    private static UndoCoin ReadCoin(ref ByteReader reader)
    {
        var code = VarInt(ref reader);
        // Once the number of unspent outputs, today always one zero byte; absent when the height is zero.
        if (code >> 1 > 0) reader.Byte();
        VarInt(ref reader);
        var form = VarInt(ref reader);
        if (code >> 1 > int.MaxValue) reader.Fail();
        switch (form)
        {
            case 0 or 1:
                reader.Bytes(20);
                return new((int)(code >> 1), null);
            case < SpecialForms:
                reader.Bytes(32);
                return new((int)(code >> 1), null);
            case > SpecialForms + MaximumScript:
                reader.Fail();
                return default;
            default:
                return new((int)(code >> 1), reader.Bytes(form - SpecialForms));
        }
    }

    /// <summary>Bitcoin Core's own variable integer: base 128, most significant first, one added at each carry. Not a CompactSize.</summary>
    private static ulong VarInt(ref ByteReader reader)
    {
        ulong value = 0;
        while (!reader.Failed)
        {
            var next = reader.Byte();
            if (value > ulong.MaxValue >> 8) reader.Fail();
            value = (value << 7) | (next & 0x7fUL);
            if ((next & 0x80) == 0) return value;
            value++;
        }
        return 0;
    }
}
