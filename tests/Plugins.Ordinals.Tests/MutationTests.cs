using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Scans;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Blocks and scripts with damage of every kind: no exception, and two ways of reading that never disagree. A million of them in the long tier.</summary>
public sealed class MutationTests
{
    private static readonly int Mutants = Rounds.Of(3_000, 500_000);

    [Fact]
    public async Task A_damaged_block_is_read_by_both_ways_alike_or_refused_by_both()
    {
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        var blocks = records.Select(record => record[BlockRecord.PrefixSize..]).Where(block => EnvelopeMark.IndexOf(block) >= 0).ToList();
        Assert.NotEmpty(blocks);
        for (var seed = 0; seed < Mutants; seed++)
        {
            var mutant = Mutation.Of(blocks[seed % blocks.Count], seed);
            var oneByOne = ReadOneByOne(mutant);
            Assert.True(Block.TryRead(mutant, out var block) == oneByOne is not null, $"seed {seed}");
            var found = new List<RevealExtent>();
            var isBlock = RevealSearch.TryFind(mutant, found);
            if (oneByOne is null) continue;
            Assert.True(isBlock, $"seed {seed}");
            // Hashing many together gives what hashing each alone gives, and no inscription is passed over.
            Assert.Equal(oneByOne.Select(transaction => transaction.TxId), block!.TxIds);
            var reveals = RevealSearch.Read(mutant, found).ToList();
            Assert.Equal(oneByOne.SelectMany(InscriptionReader.Read).Select(one => one.Id), reveals.SelectMany(reveal => reveal.Inscriptions).Select(one => one.Id));
            // What was counted in the raw bytes is what is made of them.
            Assert.Equal(reveals.Select(reveal => (reveal.Position, reveal.Inscriptions.Count)), found.Select(reveal => (reveal.Position, reveal.Inscriptions)));
            Assert.Equal(oneByOne.Skip(1).Select(transaction => transaction.WTxId), BlockHashes.WTxIds(mutant, [.. block.Extents]).Skip(1));
        }
    }

    [Fact]
    public void A_damaged_script_gives_inscriptions_that_can_be_told_of_or_none()
    {
        byte[][] scripts =
        [
            Minted.Envelope("plain"),
            Minted.Envelope("all", (2, [1]), (3, new byte[32]), (5, new byte[700]), (7, [1]), (9, "br"u8.ToArray()), (11, new byte[33]), (66, [])),
            [0x00, .. Minted.Envelope("one"), 0x51, .. Minted.Envelope("two")],
        ];
        for (var seed = 0; seed < Mutants; seed++)
        {
            var script = Mutation.Of(scripts[seed % scripts.Length], seed);
            var reveal = MinedChain.Build([new(new(Hash256.Zero, 0), default, 0) { Witness = [script, new byte[33]] }], [new(1, default)]);
            foreach (var inscription in InscriptionReader.Read(reveal))
            {
                var line = ScanLine.Of(inscription, new(default, default, default, default));
                Assert.Equal(("L1", "absent"), (line.Level, line.ScriptPath));
                Assert.Equal(inscription.Body?.Length, line.ContentLength);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    public void Hashing_many_messages_together_gives_what_hashing_each_alone_gives(int count)
    {
        var random = new Random(count);
        var data = new byte[200_000];
        random.NextBytes(data);
        // Around each length at which the padding takes another block, and two that are hashed by themselves.
        int[] lengths = [0, 1, 31, 32, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, 40_000];
        var messages = Enumerable.Range(0, count).Select(i => new Message(random.Next(100_000), lengths[i % lengths.Length])).ToArray();
        var hashes = new Hash256[count];
        DoubleSha256.HashAll(data, messages, hashes);
        Assert.Equal(messages.Select(message => Hash256.DoubleSha256(data.AsSpan(message.Offset, message.Length))), hashes);
    }

    /// <summary>The block as its transactions, each taken apart by the reader of transactions; null when it is none.</summary>
    private static List<Transaction>? ReadOneByOne(byte[] bytes)
    {
        if (bytes.Length is < Block.SmallestSize or > Block.MaximumSize) return null;
        var reader = new ByteReader(bytes);
        reader.Bytes(BlockHeader.Size);
        var count = reader.Count(60);
        var transactions = new List<Transaction>();
        for (var i = 0; i < count; i++)
        {
            if (TransactionReader.Read(ref reader) is not { } transaction || transaction.IsCoinbase != (i == 0)) return null;
            transactions.Add(transaction);
        }
        return reader.AtEnd && count > 0 ? transactions : null;
    }
}
