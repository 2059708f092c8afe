using System.Text.Json;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The levels of a verdict, and what each step of it says.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task Reaches_the_witness_level_by_the_whole_block_and_by_two_paths_alike()
    {
        using var road = Chains.Road(Chains.RegtestBlocks);
        await road.TipAsync(default);
        foreach (var path in Directory.GetFiles(Path.Combine(Chains.RegtestChain, "txs"), "*.json"))
        {
            var json = Chains.Json(path);
            if (json.GetProperty("inscriptions").GetArrayLength() == 0) continue;
            var hash = Hash256.Parse(json.Text("block"));
            var standing = await road.HeadersAsync(hash, default);
            if (!standing.Active) continue;
            var block = await road.ReadBlockAsync(hash, default);
            var whole = RevealEvidence.Of(Chains.Regtest, block, json.GetProperty("pos").GetInt32()) with { Standing = standing };
            var paths = Evidence(json) with { Standing = standing };
            foreach (var evidence in new[] { whole, paths })
            {
                var verdict = Judge(evidence);
                Assert.Equal(("absent", "ok", "ok", "ok"), Steps(verdict));
                Assert.Equal((ProofLevel.Witnessed, 116 - standing.Height), (verdict.Level, verdict.Confirmations));
            }
            var committed = Judge(paths with { Witness = null, Funding = Funding(json, paths.Reveal) });
            Assert.Equal(("ok", "ok", "ok", "absent"), Steps(committed));
            Assert.Equal(ProofLevel.Committed, committed.Level);
        }
    }

    [SkippableFact]
    public void Commits_of_real_reveals_open_their_leaves_and_real_branches_lead_to_their_blocks()
    {
        var (committed, mined) = (0, 0);
        foreach (var path in Directory.GetFiles(Chains.Public("mainnet/tx"), "*.json"))
        {
            var json = Chains.Json(path);
            var reveal = Chains.ReadTransaction(json.Hex("hex"));
            var commits = json.GetProperty("commit_txs").EnumerateObject()
                .Select(commit => Chains.ReadTransaction(Convert.FromHexString(commit.Value.GetString()!))).ToDictionary(commit => commit.TxId);
            var block = json.IsSet("block") && json.GetProperty("block").IsSet("merkle_branch_display_order") ? json.GetProperty("block") : (JsonElement?)null;
            var evidence = new RevealEvidence
            {
                Network = Chains.Mainnet,
                Reveal = reveal,
                Header = block is { } held && held.IsSet("header") ? BlockHeader.Read(held.Hex("header")) : null,
                Branch = block is { } known
                    ? new(known.GetProperty("pos").GetInt32(), [.. known.GetProperty("merkle_branch_display_order").EnumerateArray().Select(node => Hash256.Parse(node.GetString()!))], null)
                    : null,
                Funding = reveal.Inputs.Where(input => commits.ContainsKey(input.Previous.TxId))
                    .ToDictionary(input => input.Previous, input => new Funding(commits[input.Previous.TxId], null)),
            };
            var judge = new RevealJudge(evidence);
            foreach (var verdict in judge.Inscriptions.Select(judge.Judge))
            {
                Assert.Null(verdict.Flaw);
                Assert.Equal(ProofLevel.Parsed, verdict.Level);
                Assert.False(verdict.Header.IsOk);
            }
            if (judge.Inscriptions.Count > 0 && judge.Judge(judge.Inscriptions[0]).ScriptPath.IsOk) committed++;
            if (judge.Inscriptions.Count > 0 && judge.Judge(judge.Inscriptions[0]).Merkle.IsOk) mined++;
        }
        Assert.Equal(11, committed);
        Assert.True(mined > 0, $"{mined} mined");
    }

    [Theory]
    [InlineData("body-byte", "output key mismatch")]
    [InlineData("parity", "parity mismatch")]
    [InlineData("not-mined", null)]
    [InlineData("merkle-sibling", null)]
    public void Names_the_step_that_a_tampered_reveal_fails(string name, string? scriptPath)
    {
        var json = Chains.Json(Chains.RegtestChain, "tampered", $"{name}.json");
        var branch = new MerkleBranch(json.GetProperty("pos").GetInt32(), Nodes(json, "merkle_branch_internal"), json.GetProperty("block_tx_count").GetInt32());
        var reveal = Chains.ReadTransaction(json.Hex("hex"));
        var evidence = new RevealEvidence
        {
            Network = Chains.Regtest, Reveal = reveal, Header = BlockHeader.Read(json.Hex("header")), Branch = branch, Funding = Funding(json, reveal),
        };
        var verdict = Judge(evidence);
        Assert.Equal(ProofLevel.Parsed, verdict.Level);
        if (scriptPath is null) Assert.StartsWith("refused: its Merkle path", verdict.Merkle.ToString(), StringComparison.Ordinal);
        else Assert.StartsWith($"refused: {scriptPath}", verdict.ScriptPath.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("witness", "does not lead to")]
    [InlineData("coinbase", "Merkle path")]
    [InlineData("nonce", "does not lead to")]
    [InlineData("short", "not equally long")]
    [InlineData("reveal", "given as the coinbase")]
    public void Refuses_a_witness_path_that_was_forged(string what, string reason)
    {
        var evidence = Evidence(Chains.Json(Directory.GetFiles(Path.Combine(Chains.RegtestChain, "txs"), "6ea2*.json").Single()));
        var witness = evidence.Witness!;
        var forged = what switch
        {
            "witness" => witness with { Siblings = [.. witness.Siblings.SkipLast(1), Hash256.Zero] },
            "coinbase" => witness with { CoinbaseSiblings = [Hash256.Zero, .. witness.CoinbaseSiblings.Skip(1)] },
            "nonce" => witness with { Coinbase = WithNonce(witness.Coinbase) },
            "short" => witness with { Siblings = [.. witness.Siblings.Skip(1)] },
            _ => witness with { Coinbase = evidence.Reveal },
        };
        var verdict = Judge(evidence with { Witness = forged });
        Assert.True(verdict.Witness.IsRefused);
        Assert.Contains(reason, verdict.Witness.Reason, StringComparison.Ordinal);
    }

    private static Transaction WithNonce(Transaction coinbase)
    {
        var bytes = coinbase.Raw.ToArray();
        bytes[^5] ^= 1; // The last byte of the nonce, before the lock time.
        return Chains.ReadTransaction(bytes);
    }

    private static Verdict Judge(RevealEvidence evidence)
    {
        var judge = new RevealJudge(evidence);
        return judge.Judge(judge.Inscriptions[0]);
    }

    private static (string, string, string, string) Steps(Verdict verdict) =>
        (verdict.ScriptPath.ToString(), verdict.Merkle.ToString(), verdict.Header.ToString(), verdict.Witness.ToString());

    private static RevealEvidence Evidence(JsonElement json) => new()
    {
        Network = Chains.Regtest,
        Reveal = Chains.ReadTransaction(json.Hex("hex")),
        Header = BlockHeader.Read(json.Hex("header")),
        Branch = new(json.GetProperty("pos").GetInt32(), Nodes(json, "merkle_branch_internal"), null),
        Witness = new(Chains.ReadTransaction(json.Hex("coinbase_hex")), Nodes(json, "coinbase_branch_internal"), Nodes(json, "witness_branch_internal")),
    };

    private static Dictionary<OutPoint, Funding> Funding(JsonElement json, Transaction reveal) => reveal.Inputs
        .Zip(json.GetProperty("prevouts").EnumerateArray())
        .ToDictionary(pair => pair.First.Previous, pair => new Funding(Chains.ReadTransaction(pair.Second.Hex("tx")), null));

    private static List<Hash256> Nodes(JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(node => new Hash256(Convert.FromHexString(node.GetString()!)))];
}
