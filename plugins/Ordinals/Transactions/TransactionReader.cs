namespace GoatHost.Plugins.Ordinals.Transactions;

/// <summary>Reads transactions as consensus serialises them (BIP144).</summary>
internal static class TransactionReader
{
    private const int SmallestInput = 41, SmallestOutput = 9;

    /// <summary>Reads the next transaction, or null with the reader failed.</summary>
    public static Transaction? Read(ref ByteReader reader)
    {
        var start = reader.Position;
        var version = reader.UInt32();
        // BIP144: a marker that would be an empty list of inputs, and the flag 1.
        var segwit = reader.Peek() == 0 && reader.Peek(1) == 1;
        if (segwit) reader.Bytes(2);
        var body = reader.Position;
        var inputs = new TransactionInput[reader.Count(SmallestInput)];
        for (var i = 0; i < inputs.Length && !reader.Failed; i++)
        {
            inputs[i] = new(new(reader.Hash(), reader.UInt32()), reader.VarBytes(), reader.UInt32());
        }
        var outputs = new TransactionOutput[reader.Count(SmallestOutput)];
        for (var i = 0; i < outputs.Length && !reader.Failed; i++)
        {
            outputs[i] = new(reader.UInt64(), reader.VarBytes());
        }
        var stripped = reader.Position - body + 2 * sizeof(uint);
        if (segwit) ReadWitness(ref reader, inputs);
        var lockTime = reader.UInt32();
        if (reader.Failed || inputs.Length == 0) reader.Fail();
        if (reader.Failed) return null;
        return new()
        {
            Version = version,
            Inputs = inputs,
            Outputs = outputs,
            LockTime = lockTime,
            Raw = reader.Since(start),
            StrippedSize = stripped,
        };
    }

    private static void ReadWitness(ref ByteReader reader, TransactionInput[] inputs)
    {
        var any = false;
        foreach (var input in inputs)
        {
            if (reader.Failed) return;
            var items = new ReadOnlyMemory<byte>[reader.Count(smallest: 1)];
            for (var i = 0; i < items.Length && !reader.Failed; i++) items[i] = reader.VarBytes();
            input.Witness = items;
            any |= items.Length > 0;
        }
        // A flag without any witness would be a second form of the same bytes; consensus refuses it.
        if (!any) reader.Fail();
    }
}
