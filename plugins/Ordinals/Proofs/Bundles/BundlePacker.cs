using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs.Bundles;

/// <summary>Packs what was gathered and judged into a bundle.</summary>
internal static class BundlePacker
{
    private const int Period = 2016;

    public static ProofBundle Pack(InscriptionId id, RevealEvidence evidence)
    {
        if (evidence is not { Block: { } block, Branch: { } branch }) throw Failed(id, "its whole block could not be read");
        if (evidence.Standing is not { IsProven: true, Active: true } standing)
        {
            throw Failed(id, evidence.Standing is { } unproven ? unproven.Describe() : evidence.NoStanding ?? "no chain of headers to its block could be had");
        }
        if (evidence.Network.IsSigned)
        {
            throw Failed(id, $"what makes a block of {evidence.Network.Name} is a signature over all of it, and a bundle holds a part");
        }
        var (from, to) = Range(standing);
        if (to - from >= BundleReader.MaximumHeaders)
        {
            throw Failed(id, $"it would take {to - from + 1} headers, more than the {BundleReader.MaximumHeaders} that a bundle may hold");
        }
        return new()
        {
            Network = evidence.Network,
            Index = id.Index,
            Reveal = evidence.Reveal,
            Commits = [.. evidence.Funding.Values.Select(funding => funding.Commit).OfType<Transaction>().DistinctBy(commit => commit.TxId)],
            Branch = branch,
            Witness = new(block.Transactions[0], block.Tree.Branch(0).Siblings, block.WitnessTree.Branch(branch.Position).Siblings),
            Height = standing.Height,
            FirstHeight = from,
            Headers = [.. Headers(standing, from, to)],
        };
    }

    /// <summary>Up to the block that is known by heart, or from where its period begins up to the tip.</summary>
    private static (int From, int To) Range(HeaderStanding standing) => standing switch
    {
        { Known: { } known } when standing.Height <= known.Height => (standing.Height, known.Height),
        { Known: { } known } => (known.Height / Period * Period, standing.Tip.Height),
        _ => (0, standing.Tip.Height),
    };

    private static Stack<BlockHeader> Headers(HeaderStanding standing, int from, int to)
    {
        var headers = new Stack<BlockHeader>();
        for (var node = standing.Tip.Ancestor(to); node is not null && node.Height >= from; node = node.Parent) headers.Push(node.Header);
        return headers;
    }

    private static GoatException Failed(InscriptionId id, string why) => new($"Packing a proof of inscription {id} failed: {why}.");
}
