using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Scans;
using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>What holds for any bytes.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Parsers_never_throw_on_random_bytes() => Prop.ForAll<byte[]>(bytes =>
    {
        Transaction.TryRead(bytes, out _);
        Block.TryRead(bytes, out _);
        EnvelopeReader.Find([0, 0x63, 3, .. "ord"u8, .. bytes, 0x68], 0, []);
        ScriptReader.IsWhole(bytes);
        ScriptPath.Check(bytes, [bytes, bytes]);
        ScriptPath.Check((byte[])[0x51, 0x20, .. new byte[32]], [bytes, bytes]);
        UndoReader.Read(bytes, [Sample(1), Sample(2)], 1);
        InscriptionId.TryDecode(bytes, out _);
        ScanCursor.Parse(Convert.ToHexString(bytes));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Parsers_never_throw_on_a_block_with_some_bytes_changed()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        var block = records.Select(record => record[BlockRecord.PrefixSize..]).MaxBy(bytes => bytes.Length)!;
        Prop.ForAll<int, byte>((at, value) =>
        {
            var changed = block.ToArray();
            changed[(int)((uint)at % changed.Length)] ^= value;
            // Whatever changed, the block is refused, or nothing did.
            return BlockCheck.Flaw(changed, BlockHeader.Read(block).Hash, out _) is null == changed.AsSpan().SequenceEqual(block);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Transactions_survive_a_round_trip() => Prop.ForAll(Transactions().ToArbitrary(), transaction =>
    {
        var bytes = TransactionWriter.Write(transaction, witness: true).ToArray();
        return Transaction.TryRead(bytes, out var read)
            && TransactionWriter.Write(read, witness: true).SequenceEqual(bytes)
            && read.Inputs.Count == transaction.Inputs.Count
            && (read.TxId == read.WTxId) == transaction.Inputs.All(input => input.Witness.Count == 0)
            && !Transaction.TryRead(bytes.AsMemory(0, bytes.Length - 1), out _)
            && !Transaction.TryRead((byte[])[.. bytes, 0], out _);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Branches_lead_from_every_leaf_to_the_root() => Prop.ForAll(Gen.Choose(1, 40).ToArbitrary(), count =>
    {
        var leaves = Enumerable.Range(0, count).Select(i => Hash256.DoubleSha256([(byte)i])).ToArray();
        var tree = new MerkleTree(leaves);
        var root = tree.Root!.Value;
        return MerkleTree.RootOf(leaves) == root && leaves.Index().All(leaf =>
            tree.Branch(leaf.Index).Flaw(leaf.Item, root) is null
            && (count == 1 || tree.Branch(leaf.Index).Flaw(Hash256.Zero, root) is not null));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Targets_survive_a_round_trip() => Prop.ForAll<uint>(bits =>
        !CompactTarget.TryRead(bits, out var target)
            || (CompactTarget.TryRead(CompactTarget.Write(target), out var again) && again == target)).QuickCheckThrowOnFailure();

    [Fact]
    public void Cursors_survive_a_round_trip() => Prop.ForAll(Gen.Choose(1, 130).ToArbitrary(), count =>
    {
        var cursor = ScanCursor.Start;
        for (var i = 0; i < count; i++)
        {
            var hash = Hash256.DoubleSha256([(byte)i]);
            cursor = cursor.After(new(i, hash, i % 3 == 0 ? [new(hash, (uint)i)] : []));
        }
        var again = ScanCursor.Parse(cursor.ToString());
        return again.ToString() == cursor.ToString() && again.Blocks[0].Height == count - 1
            && again.Blocks.Count == Math.Min(count, ScanCursor.Window);
    }).QuickCheckThrowOnFailure();

    private static Gen<Transaction> Transactions()
    {
        var bytes = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();
        var witness = bytes.Select(item => (ReadOnlyMemory<byte>)item).ArrayOf();
        var input = from script in bytes
                    from items in witness
                    from index in Gen.Choose(0, 9)
                    select new TransactionInput(new(Hash256.DoubleSha256(script), (uint)index), script, 7) { Witness = items };
        var output = from script in bytes from value in Gen.Choose(0, int.MaxValue) select new TransactionOutput((ulong)value, script);
        return from inputs in input.NonEmptyListOf()
               from outputs in output.ArrayOf()
               select new Transaction { Version = 2, Inputs = [.. inputs], Outputs = outputs, LockTime = 0, Raw = default, StrippedSize = 0 };
    }

    private static Transaction Sample(byte id) => new()
    {
        Version = id,
        Inputs = [new(new(Hash256.Zero, id), default, 0)],
        Outputs = [],
        LockTime = 0,
        Raw = default,
        StrippedSize = 0,
    };
}
