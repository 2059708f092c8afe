using System.Text.Json;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Taproot;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Whole chains, blocks and transactions against what other programs read in them.</summary>
public sealed class ExpectedInscriptionsTests
{
    [Fact]
    public Task Reads_every_inscription_of_the_sample_when_walked() =>
        SameChainAsync(Chains.SampleBlocks, Path.Combine(Fixtures.Offline, "expected.json"));

    [Fact]
    public Task Reads_every_inscription_of_the_regtest_chain_when_walked() =>
        SameChainAsync(Chains.RegtestBlocks, Path.Combine(Chains.RegtestChain, "expected.json"));

    [SkippableFact]
    public void Reads_real_transactions_as_another_parser_does()
    {
        foreach (var path in Directory.GetFiles(Chains.Public("mainnet/tx"), "*.json"))
        {
            var json = Chains.Json(path);
            var transaction = Chains.ReadTransaction(json.Hex("hex"));
            Assert.Equal(json.Text("txid"), transaction.TxId.ToString());
            if (json.IsSet("wtxid")) Assert.Equal(json.Text("wtxid"), transaction.WTxId.ToString());
            var expected = json.GetProperty("inscriptions").EnumerateArray().ToList();
            var actual = InscriptionReader.Read(transaction);
            Assert.Equal(expected.Count, actual.Count);
            for (var i = 0; i < actual.Count; i++)
            {
                Expected.Same(expected[i], actual[i]);
                if (expected[i].Text("script_path") != "ok") continue;
                var script = json.GetProperty("prevouts")[actual[i].Input].Hex("spk");
                Assert.Equal(ScriptPathVerdict.Ok, ScriptPath.Check(script, transaction.Inputs[actual[i].Input].Witness).Verdict);
            }
        }
    }

    [SkippableTheory]
    [InlineData("781735")]
    [InlineData("818677")]
    [InlineData("866342")]
    public void Reads_whole_mainnet_blocks_as_another_parser_does(string height)
    {
        var bytes = File.ReadAllBytes(Chains.Public($"mainnet/blocks/{height}.blk.raw"));
        Assert.Null(BlockCheck.Flaw(bytes, BlockHeader.Read(bytes).Hash, out var block));
        var actual = block!.Transactions.SelectMany(InscriptionReader.Read).ToDictionary(inscription => inscription.Id.ToString());
        var lines = File.ReadAllLines(Chains.Public($"mainnet/blocks/{height}.expected.jsonl"));
        Assert.Equal(lines.Length, actual.Count);
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            var expected = document.RootElement;
            var inscription = actual[expected.Text("id")];
            Expected.Same(expected, inscription);
            if (!expected.IsSet("prevout_spk")) continue;
            var transaction = block.Transactions[expected.GetProperty("tx_index").GetInt32()];
            Assert.Equal(
                ScriptPathVerdict.Ok, ScriptPath.Check(expected.Hex("prevout_spk"), transaction.Inputs[inscription.Input].Witness).Verdict);
        }
    }

    private static async Task SameChainAsync(string blocks, string expectedPath)
    {
        using var road = Chains.Road(blocks);
        var expected = Chains.Json(expectedPath);
        var tip = await road.TipAsync(default);
        Assert.Equal((expected.GetProperty("height").GetInt32(), expected.Text("best")), (tip.Height, tip.Hash.ToString()));
        var actual = new List<(int Height, Block Block, Inscription Inscription)>();
        foreach (var (height, block) in (await road.ReadChainAsync()).Index())
        {
            actual.AddRange(block.Transactions.SelectMany(InscriptionReader.Read).Select(inscription => (height, block, inscription)));
        }
        var wanted = expected.GetProperty("inscriptions").EnumerateArray().ToDictionary(item => item.Text("id"));
        Assert.Equal(wanted.Keys.Order(), actual.Select(item => item.Inscription.Id.ToString()).Order());
        foreach (var (height, block, inscription) in actual)
        {
            var json = wanted[inscription.Id.ToString()];
            Expected.Same(json, inscription);
            Assert.Equal((json.GetProperty("height").GetInt32(), json.Text("block")), (height, block.Header.Hash.ToString()));
            await SameOutputAsync(road, json, block, inscription);
        }
    }

    private static async Task SameOutputAsync(BlockFilesRoad road, JsonElement json, Block block, Inscription inscription)
    {
        var position = block.PositionOf(inscription.Id.TxId);
        Assert.Equal(json.GetProperty("tx_index").GetInt32(), position);
        var funding = await road.FundingAsync(block, position, [inscription.Input], default);
        var previous = block.Transactions[position].Inputs[inscription.Input].Previous;
        var script = funding[previous].Commit!.Outputs[(int)previous.Index].Script;
        Assert.Equal(json.Text("prevout_spk"), Convert.ToHexStringLower(script.Span));
        Assert.Equal(json.Text("prevout_spk"), Convert.ToHexStringLower(funding[previous].Script!.Value.Span));
        var check = ScriptPath.Check(script.Span, block.Transactions[position].Inputs[inscription.Input].Witness);
        Assert.Equal((ScriptPathVerdict.Ok, json.GetProperty("control_depth").GetInt32()), (check.Verdict, check.Depth));
        var evidence = RevealEvidence.Of(Chains.Regtest, block, position) with { Funding = funding };
        var place = ParentCoin.Place(
            inscription,
            evidence with { Funding = await road.FundingAsync(block, position, [.. Enumerable.Range(0, evidence.Reveal.Inputs.Count)], default) });
        Assert.Equal(json.Text("location_at_reveal"), place.ToString());
    }
}
