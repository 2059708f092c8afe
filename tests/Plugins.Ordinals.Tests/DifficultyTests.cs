using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>How networks move their target, on chains mined here under rules of mainnet and the testnets, with regtest's easy limit.</summary>
public sealed class DifficultyTests
{
    private const int Period = 2016;
    private const uint Easy = 0x207fffff, Hard = 0x201fffff, Harder = 0x2007ffff, Late = 1201;

    [Fact]
    public void A_period_that_went_too_fast_makes_the_next_four_times_harder_and_no_more()
    {
        var (tree, last) = FastPeriod(DifficultyRule.Retarget);
        Refuses(tree, Mining.Header(last, 1, last.Time + 1), "ask for 201fffff at height 2016");
        Refuses(tree, Mining.Header(last, 1, last.Time + 1, Harder), "ask for 201fffff at height 2016");
        last = Takes(tree, Mining.Header(last, 1, last.Time + 1, Hard));
        // Only the testnets forgive a block for being late.
        Refuses(tree, Mining.Header(last, 1, last.Time + Late, Easy), "ask for 201fffff");
        Takes(tree, Mining.Header(last, 1, last.Time + Late, Hard));
    }

    [Theory]
    [InlineData("testnet3")]
    [InlineData("testnet4")]
    public void A_block_that_is_late_is_easy_on_the_testnets_and_the_next_is_not(string name)
    {
        var (tree, last) = FastPeriod(Network.Find(name)!.Rule);
        last = Takes(tree, Mining.Header(last, 1, last.Time + 1, Hard));
        Refuses(tree, Mining.Header(last, 1, last.Time + Late, Hard), "ask for 207fffff");
        Refuses(tree, Mining.Header(last, 1, last.Time + Late - 1, Easy), "ask for 201fffff");
        last = Takes(tree, Mining.Header(last, 1, last.Time + Late, Easy));
        Refuses(tree, Mining.Header(last, 1, last.Time + 1, Easy), "ask for 201fffff");
        Takes(tree, Mining.Header(last, 1, last.Time + 1, Hard));
    }

    [Theory]
    [InlineData("testnet3", Hard)] // a quarter of the easy block's target: difficulty is lost for good
    [InlineData("testnet4", Harder)] // BIP94: a quarter of the target that the period began with
    public void An_easy_block_at_the_end_of_a_period_counts_on_testnet3_alone(string name, uint bits)
    {
        var (tree, last) = FastPeriod(Network.Find(name)!.Rule);
        for (var height = Period; height < 2 * Period - 1; height++) last = Takes(tree, Mining.Header(last, 1, last.Time + 1, Hard));
        last = Takes(tree, Mining.Header(last, 1, last.Time + Late, Easy));
        Refuses(tree, Mining.Header(last, 1, last.Time + 1, bits == Hard ? Harder : Hard), $"ask for {bits:x8} at height 4032");
        Takes(tree, Mining.Header(last, 1, last.Time + 1, bits));
    }

    [Fact]
    public void Time_may_not_go_back_where_testnet4_changes_its_difficulty()
    {
        foreach (var rule in new[] { DifficultyRule.RetargetFromFirst, DifficultyRule.RetargetWithEasyBlocks })
        {
            var (tree, last) = FastPeriod(rule, jump: 1000);
            var back = Mining.Header(last, 1, last.Time - 601, Hard);
            if (rule == DifficultyRule.RetargetFromFirst) Refuses(tree, back, "goes back more than ten minutes");
            else Takes(tree, back);
            Takes(tree, Mining.Header(last, 1, last.Time - 600, Hard));
        }
    }

    /// <summary>Blocks 0 to 2015, a second apart but for the last.</summary>
    private static (HeaderTree Tree, BlockHeader Last) FastPeriod(DifficultyRule rule, uint jump = 1)
    {
        var tree = new HeaderTree(Chains.Regtest with { Rule = rule }, TimeProvider.System);
        var last = Chains.Regtest.GenesisHeader;
        tree.SetAnchor(last, 0);
        for (var height = 1; height < Period; height++) last = Takes(tree, Mining.Header(last, 0, last.Time + (height == Period - 1 ? jump : 1)));
        return (tree, last);
    }

    private static BlockHeader Takes(HeaderTree tree, BlockHeader header)
    {
        Assert.Null(tree.Offer(header));
        return header;
    }

    private static void Refuses(HeaderTree tree, BlockHeader header, string reason) =>
        Assert.Contains(reason, tree.Offer(header), StringComparison.Ordinal);
}
