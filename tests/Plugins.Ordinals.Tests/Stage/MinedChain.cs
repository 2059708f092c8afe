using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A regtest chain that a test mines block by block, each with its witness commitment. Nobody checks amounts or signatures here.</summary>
internal sealed class MinedChain
{
    private static readonly byte[] Commitment = [0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed];

    public List<Block> Blocks { get; } = [];

    public static async Task<MinedChain> StartAsync()
    {
        using var road = Chains.Road(Chains.SampleBlocks);
        await road.TipAsync(default);
        var chain = new MinedChain();
        chain.Blocks.Add(await road.ReadBlockAsync(Chains.Regtest.Genesis, default));
        return chain;
    }

    public Block Mine(params Transaction[] transactions)
    {
        var wtxids = transactions.Select(transaction => transaction.WTxId).Prepend(Hash256.Zero).ToArray();
        var committed = Hash256.Join(new MerkleTree(wtxids).Root!.Value, Hash256.Zero).ToBytes();
        var height = (byte)Blocks.Count;
        var coinbase = Build(
            [new(new(Hash256.Zero, uint.MaxValue), new byte[] { 1, height, 0 }, uint.MaxValue) { Witness = [new byte[32]] }],
            [new(5_000_000_000, new byte[] { 0x51 }), new(0, (byte[])[.. Commitment, .. committed])]);
        Transaction[] all = [coinbase, .. transactions];
        var root = new MerkleTree([.. all.Select(transaction => transaction.TxId)]).Root!.Value;
        var bytes = new byte[BlockHeader.Size];
        Mining.Header(Blocks[^1].Header, 0, root: root).CopyTo(bytes);
        byte[] raw = [.. bytes, (byte)all.Length, .. all.SelectMany(transaction => transaction.Raw.ToArray())];
        Assert.Null(BlockCheck.Flaw(raw, BlockHeader.Read(raw).Hash, out var block));
        Blocks.Add(block!);
        return block!;
    }

    public static Transaction Build(IReadOnlyList<TransactionInput> inputs, IReadOnlyList<TransactionOutput> outputs)
    {
        var unread = new Transaction { Version = 2, Inputs = inputs, Outputs = outputs, LockTime = 0, Raw = default, StrippedSize = 0 };
        return Chains.ReadTransaction(TransactionWriter.Write(unread, witness: true).ToArray());
    }

    /// <summary>A transaction with these outputs, which spends what never was.</summary>
    public static Transaction Commit(params ReadOnlyMemory<byte>[] scripts) =>
        Build([new(new(Hash256.DoubleSha256([7]), 0), default, 0)], [.. scripts.Select(script => new TransactionOutput(10_000, script))]);

    /// <summary>A transaction that spends the outputs of another in their order, each with a witness.</summary>
    public static Transaction Reveal(Transaction commit, params IReadOnlyList<ReadOnlyMemory<byte>>[] witnesses) => Build(
        [.. witnesses.Select((witness, i) => new TransactionInput(new(commit.TxId, (uint)i), default, 0) { Witness = witness })],
        [new(9_000, new byte[] { 0x51 })]);
}
