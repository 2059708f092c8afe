using System.Buffers.Binary;
using System.Text;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>Inscriptions made on a chain that a test mines: revealed, moved, and given children.</summary>
internal sealed class Minted(MinedChain chain)
{
    private static readonly byte[] Anyone = [0x51];

    private int _commits;

    public const ulong Committed = 10_000;

    public static byte[] Envelope(string text, params (byte Tag, byte[] Value)[] fields) =>
        Leaves.Envelope(Encoding.UTF8.GetBytes(text), [(1, "text/plain"u8.ToArray()), .. fields]);

    /// <summary>Reveals on the first of two outputs, or on the outputs that are given.</summary>
    public Transaction Reveal(byte[] envelope, params TransactionOutput[] outputs)
    {
        var (coin, witness) = Commit(envelope);
        return Mine([new(coin, default, 0) { Witness = witness }], outputs.Length > 0 ? outputs : [new(9_000, Anyone), new(500, Anyone)]);
    }

    /// <summary>Reveals on the very sat of a coin.</summary>
    public Transaction RevealOn(OutPoint coin, byte[] envelope) =>
        Mine([new(coin, default, 0) { Witness = [envelope, new byte[33]] }], [new(9_000, Anyone)]);

    /// <summary>Moves a coin, behind so many others in one transaction; gives the coin that its first sat comes to.</summary>
    public OutPoint Move(OutPoint coin, int before)
    {
        var others = Enumerable.Range(0, before).Select(_ => new TransactionInput(Fund(Anyone), default, 0));
        TransactionOutput[] outputs = before == 0 ? [new(8_000, Anyone)] : [new(Committed * (ulong)before, Anyone), new(8_000, Anyone)];
        var moved = Mine([.. others, new(coin, default, 0)], outputs);
        return new(moved.TxId, before == 0 ? 0u : 1u);
    }

    /// <summary>A model that claims a parent, and spends a coin that may be the parent's.</summary>
    public Transaction Child(Hash256 parent, OutPoint coin)
    {
        var (commit, witness) = Commit(Envelope("magnet:?xt=urn:btih:1fbbc6d57a34536b87be2e6a1cea17577fbefd0d", (3, parent.ToBytes())));
        return Mine([new(coin, default, 0), new(commit, default, 0) { Witness = witness }], [new(8_000, Anyone), new(9_000, Anyone)]);
    }

    /// <summary>Writes the chain as a node's blocks folder.</summary>
    public async Task WriteAsync(string folder)
    {
        using var file = new MemoryStream();
        foreach (var block in chain.Blocks)
        {
            var head = new byte[2 * sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(head, Chains.Regtest.MagicBytes);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(sizeof(uint)), block.Raw.Length);
            file.Write(head);
            file.Write(block.Raw.Span);
        }
        await File.WriteAllBytesAsync(Path.Combine(folder, "blk00000.dat"), file.ToArray());
    }

    private (OutPoint Coin, IReadOnlyList<ReadOnlyMemory<byte>> Witness) Commit(byte[] envelope)
    {
        var leaves = new Leaves(envelope);
        return (Fund(leaves.Output), leaves.Open(0));
    }

    /// <summary>A coin of its own under a script.</summary>
    private OutPoint Fund(ReadOnlyMemory<byte> script)
    {
        var from = new OutPoint(Hash256.DoubleSha256(BitConverter.GetBytes(_commits++)), 0);
        var commit = MinedChain.Build([new(from, default, 0)], [new(Committed, script)]);
        chain.Mine(commit);
        return new(commit.TxId, 0);
    }

    private Transaction Mine(IReadOnlyList<TransactionInput> inputs, IReadOnlyList<TransactionOutput> outputs)
    {
        var transaction = MinedChain.Build(inputs, outputs);
        chain.Mine(transaction);
        return transaction;
    }
}
