using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>What a script path cannot settle: another leaf of the same output, an envelope left out before, an output that commits to nothing.</summary>
public sealed class DoubtTests
{
    private static readonly Leaves One = new(Leaves.Text("one"));
    private static readonly Leaves Two = new(Leaves.Text("shown"), Leaves.Text("other"));

    [Fact]
    public async Task The_only_leaf_of_the_first_input_leaves_no_doubt()
    {
        var (evidence, _) = await MineAsync([One.Output], One.Open(0));
        var verdict = Judge(evidence);
        Assert.Equal((ProofLevel.Committed, false), (verdict.Level, verdict.NeedsWitness));
        Assert.Null(Policy(verdict));
    }

    [Fact]
    public async Task Another_leaf_of_the_same_output_is_a_doubt_that_the_witness_commitment_settles()
    {
        var (evidence, block) = await MineAsync([Two.Output], Two.Open(0));
        var shown = Judge(evidence);
        Assert.Equal((ProofLevel.Committed, true), (shown.Level, shown.NeedsWitness));
        Assert.Contains("several leaves", Policy(shown), StringComparison.Ordinal);

        // The inscriber may show the other leaf to someone else: the same txid, a valid control block, a valid Merkle path.
        var other = MinedChain.Reveal(evidence.Funding.Values.Single().Commit!, Two.Open(1));
        Assert.Equal(evidence.Reveal.TxId, other.TxId);
        var equivocal = Judge(evidence with { Reveal = other });
        Assert.Equal((ProofLevel.Committed, true), (equivocal.Level, equivocal.NeedsWitness));

        var witnessed = Judge(evidence with { Witness = Branch(block, 1) });
        Assert.Equal((ProofLevel.Witnessed, false), (witnessed.Level, witnessed.NeedsWitness));
        Assert.Null(Policy(witnessed));
        var refused = Judge(evidence with { Reveal = other, Witness = Branch(block, 1) });
        Assert.Equal(ProofLevel.Parsed, refused.Level);
        Assert.StartsWith("refused: its witness does not lead to", refused.Witness.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_beyond_the_first_input_is_a_doubt()
    {
        var (evidence, block) = await MineAsync([One.Output, Two.Output], [new byte[64]], Two.Open(0));
        var verdict = Judge(evidence);
        Assert.True(verdict.NeedsWitness);
        Assert.Contains("beyond the first input", verdict.Doubt, StringComparison.Ordinal);
        Assert.Equal(ProofLevel.Witnessed, Judge(evidence with { Witness = Branch(block, 1) }).Level);
    }

    [Fact]
    public async Task An_envelope_invented_in_an_earlier_input_is_refused()
    {
        var (evidence, _) = await MineAsync([One.Output, Two.Output], [new byte[64]], Two.Open(0));
        var commit = evidence.Funding.Values.First().Commit!;
        var shifted = MinedChain.Reveal(commit, new Leaves(Leaves.Text("invented")).Open(0), Two.Open(0));
        Assert.Equal(evidence.Reveal.TxId, shifted.TxId);
        var judge = new RevealJudge(evidence with { Reveal = shifted });
        Assert.Equal(2, judge.Inscriptions.Count);
        Assert.All(judge.Inscriptions, inscription => Assert.StartsWith("refused: output key mismatch", judge.Judge(inscription).ScriptPath.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_output_that_commits_to_no_leaf_is_settled_by_the_witness_commitment_alone()
    {
        byte[] hashOfScript = [0x00, 0x20, .. new byte[32]];
        var (evidence, block) = await MineAsync([hashOfScript], [Leaves.Text("any"), new byte[1]]);
        var verdict = Judge(evidence);
        Assert.Equal(("absent", ProofLevel.Parsed), (verdict.ScriptPath.ToString(), verdict.Level));
        Assert.Contains("is not Taproot", Policy(verdict), StringComparison.Ordinal);
        var witnessed = Judge(evidence with { Witness = Branch(block, 1) });
        Assert.Equal((ProofLevel.Witnessed, false), (witnessed.Level, witnessed.NeedsWitness));
    }

    [Theory]
    [InlineData(1, 3, "1 confirmation, and 3")]
    [InlineData(3, 3, null)]
    [InlineData(null, 1, "0 confirmations")]
    public void Too_few_blocks_on_top_are_not_enough_for_a_model(int? confirmations, int asked, string? reason)
    {
        var ok = StepVerdict.Ok("x");
        var verdict = new Verdict(ok, ok, ok, ok) { Confirmations = confirmations };
        var why = new ProofPolicy(ProofLevel.Committed, asked).Unproven(default, verdict);
        if (reason is null) Assert.Null(why);
        else Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mainnet", null, 3)]
    [InlineData("mainnet", 6, 6)]
    [InlineData("regtest", null, 1)]
    public void Mainnet_asks_for_three_confirmations_unless_told_otherwise(string network, int? set, int asked) => Assert.Equal(
        new ProofPolicy(ProofLevel.Committed, asked), ProofPolicy.Of(new() { Confirmations = set }, Network.Find(network)!));

    private static string? Policy(Verdict verdict) => new ProofPolicy(ProofLevel.Committed, 1).Unproven(default, verdict);

    private static Verdict Judge(RevealEvidence evidence)
    {
        var judge = new RevealJudge(evidence);
        return judge.Judge(judge.Inscriptions[^1]);
    }

    /// <summary>The evidence of a reveal in a block, without the block.</summary>
    private static async Task<(RevealEvidence Evidence, Block Block)> MineAsync(
        ReadOnlyMemory<byte>[] outputs, params IReadOnlyList<ReadOnlyMemory<byte>>[] witnesses)
    {
        var chain = await MinedChain.StartAsync();
        var commit = MinedChain.Commit(outputs);
        chain.Mine(commit);
        var reveal = MinedChain.Reveal(commit, witnesses);
        var block = chain.Mine(reveal);
        var tree = new HeaderTree(Chains.Regtest, TimeProvider.System);
        tree.SetAnchor(chain.Blocks[0].Header, 0);
        foreach (var one in chain.Blocks.Skip(1)) Assert.Null(tree.Offer(one.Header));
        var evidence = RevealEvidence.Of(Chains.Regtest, block, 1) with
        {
            Block = null,
            Standing = HeaderStanding.Of(Chains.Regtest, tree, tree.Find(block.Header.Hash)!),
            Funding = reveal.Inputs.ToDictionary(input => input.Previous, _ => new Funding(commit, null)),
        };
        return (evidence, block);
    }

    private static WitnessBranch Branch(Block block, int position) =>
        new(block.Transactions[0], block.Tree.Branch(0).Siblings, block.WitnessTree.Branch(position).Siblings);
}
