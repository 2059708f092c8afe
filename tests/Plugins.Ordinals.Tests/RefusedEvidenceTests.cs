using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Evidence that was tampered with, from a chain of our own and from mainnet: each refused by a sentence that names the flaw.</summary>
public sealed class RefusedEvidenceTests
{
    [Theory]
    [InlineData("control", null)]
    [InlineData("body-byte", "another output key")]
    [InlineData("parity", "parity bit")]
    [InlineData("not-mined", "Merkle path")]
    [InlineData("merkle-sibling", "Merkle path")]
    public void Refuses_a_tampered_reveal_when_it_is_given(string name, string? flaw)
    {
        var json = Chains.Json(Chains.RegtestChain, "tampered", $"{name}.json");
        var commits = json.GetProperty("prevouts").EnumerateArray().Select(prevout => Chains.ReadTransaction(prevout.Hex("tx")));
        var branch = Branch(json, "pos", "merkle_branch_internal", reversed: false, json.GetProperty("block_tx_count").GetInt32());
        Judge(Evidence(Chains.Regtest, json, json.Hex("header"), branch, commits), flaw);
    }

    [SkippableTheory]
    [InlineData("insc0-control", null)]
    [InlineData("insc0-body-byte", "another output key")]
    [InlineData("insc0-parity", "parity bit")]
    [InlineData("insc0-witness-of-another", "another output key")]
    [InlineData("insc0-commit-of-another", "commit transaction")]
    [InlineData("insc0-merkle-sibling", "Merkle path")]
    [InlineData("insc0-merkle-pos", "Merkle path")]
    [InlineData("insc0-header-nonce", "does not meet its target")]
    [InlineData("insc0-header-easy-bits", "easier than the network's limit")]
    public void Refuses_an_altered_copy_of_inscription_0(string name, string? flaw)
    {
        var json = Chains.Json(Chains.Public($"mainnet/negative/{name}.json"));
        var commits = json.GetProperty("commit_txs").EnumerateObject().Select(
            commit => Chains.ReadTransaction(Convert.FromHexString(commit.Value.GetString()!)));
        var block = json.GetProperty("block");
        Judge(
            Evidence(Chains.Mainnet, json, block.Hex("header"), Branch(block, "pos", "merkle_branch_display_order", reversed: true, null), commits),
            flaw);
    }

    [Fact]
    public void Says_what_a_lone_reveal_does_not_prove()
    {
        var json = Chains.Json(Chains.RegtestChain, "tampered", "control.json");
        var commits = json.GetProperty("prevouts").EnumerateArray().Select(prevout => Chains.ReadTransaction(prevout.Hex("tx")));
        var branch = Branch(json, "pos", "merkle_branch_internal", reversed: false, 3);
        var proofs = InscriptionProof.Prove(new(Hash256.Parse(json.Text("txid")), 0), Evidence(Chains.Regtest, json, json.Hex("header"), branch, commits)).Proofs;
        Assert.Equal(["envelope", "script path", "Merkle path"], proofs.Where(proof => proof.Holds).Select(proof => proof.Claim));
        Assert.Equal(["level", "headers", "witness commitment", "author", "first"], proofs.Where(proof => !proof.Holds).Select(proof => proof.Claim));
    }

    [Theory]
    [InlineData("0020" + "11111111111111111111111111111111" + "11111111111111111111111111111111", "is not Taproot")] // P2WSH commits to no leaf
    [InlineData("5120a99d9d02558e35d1e58ad36fba7f9fe8733e5733bcad5b254504d04b926cff38", "could not be read to check that")] // right, on a node's word alone
    [InlineData(null, "could not be read")]
    public void Says_that_a_script_path_is_not_proven_without_the_commit_transaction(string? script, string reason)
    {
        var json = Chains.Json(Chains.RegtestChain, "tampered", "control.json");
        var branch = Branch(json, "pos", "merkle_branch_internal", reversed: false, 3);
        var evidence = Evidence(Chains.Regtest, json, json.Hex("header"), branch, []);
        if (script is not null)
        {
            var funding = new Funding(null, Convert.FromHexString(script));
            evidence = evidence with { Funding = new Dictionary<OutPoint, Funding> { [evidence.Reveal.Inputs[0].Previous] = funding } };
        }
        var proof = InscriptionProof.Prove(new(evidence.Reveal.TxId, 0), evidence).Proofs.Single(proof => proof.Claim == "script path");
        Assert.False(proof.Holds);
        Assert.Contains(reason, proof.Evidence, StringComparison.Ordinal);
    }

    private static void Judge(RevealEvidence evidence, string? flaw)
    {
        ProvenInscription Prove() => InscriptionProof.Prove(new(evidence.Reveal.TxId, 0), evidence);
        if (flaw is null) Assert.Contains(Prove().Proofs, proof => proof is { Claim: "script path", Holds: true });
        else Assert.Contains(flaw, Assert.Throws<RefusedException>(Prove).Message, StringComparison.Ordinal);
    }

    private static RevealEvidence Evidence(
        Network network, JsonElement json, byte[] header, MerkleBranch branch, IEnumerable<Transaction> commits)
    {
        var reveal = Chains.ReadTransaction(json.Hex("hex"));
        var funding = reveal.Inputs.Zip(commits).ToDictionary(pair => pair.First.Previous, pair => new Funding(pair.Second, null));
        return new() { Network = network, Reveal = reveal, Header = BlockHeader.Read(header), Branch = branch, Funding = funding };
    }

    private static MerkleBranch Branch(JsonElement json, string position, string siblings, bool reversed, int? count) => new(
        json.GetProperty(position).GetInt32(),
        [.. json.GetProperty(siblings).EnumerateArray().Select(node => reversed ? Hash256.Parse(node.GetString()!) : new Hash256(Convert.FromHexString(node.GetString()!)))],
        count);
}
