using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>Where a block stands among the headers that were checked.</summary>
/// <param name="Network">Whose rules they were checked by.</param>
/// <param name="Block">The block.</param>
/// <param name="Height">Its height.</param>
/// <param name="Active">Whether it is on the branch with most work.</param>
/// <param name="Anchor">The lowest header of the checked chain.</param>
/// <param name="Tip">The highest.</param>
/// <param name="FromGenesis">Whether the lowest is the genesis block, which this program knows by heart.</param>
/// <param name="Rival">A tip of the same work on another branch, if there is one.</param>
internal sealed record HeaderStanding(
    Network Network, Hash256 Block, int Height, bool Active, HeaderNode Anchor, HeaderNode Tip, bool FromGenesis, HeaderNode? Rival)
{
    private const int Period = 2016;

    /// <summary>A block that this program knows by heart, among the headers, which makes up for those from the genesis block on.</summary>
    public Checkpoint? Known { get; init; }

    /// <summary>Whether this is the network's real chain, as far as headers can show it: cheap headers from the genesis block on are easy to make.</summary>
    public bool IsProven => FromGenesis ? Tip.Work >= Network.MinimumWork : Known is not null;

    public int Confirmations => Tip.Height - Height + 1;

    public static HeaderStanding Of(Network network, HeaderTree tree, HeaderNode node) =>
        new(network, node.Hash, node.Height, tree.IsActive(node), tree.Anchor!, tree.Best!, tree.ReachesGenesis, tree.Rival)
        {
            Known = KnownFor(network, tree, node.Height),
        };

    /// <summary>As a server places it. One that knows the block while its chain goes another way has a stale block, or none at all.</summary>
    public static HeaderStanding Of(Network network, HeaderTree tree, Hash256 block, int height) => tree.Find(block) is { } node
        ? Of(network, tree, node)
        : new(network, block, height, Active: false, tree.Anchor!, tree.Best!, tree.ReachesGenesis, null);

    public string Describe()
    {
        var linked = Tip.Height - Anchor.Height;
        var origin = FromGenesis ? $"to the genesis block of {Network.Name}"
            : Known is { } known ? $"to block {Anchor.Hash} at height {Anchor.Height}, through block {known.Hash} at height {known.Height} "
                + $"of {Network.Name}, which this program knows"
            : $"only to block {Anchor.Hash} at height {Anchor.Height}, which was not followed back to the genesis block";
        var rival = Rival is null ? "" : $"; another branch, tip {Rival.Hash}, has the same work";
        var cheap = FromGenesis && Tip.Work < Network.MinimumWork ? $", less than the real chain has ({Network.MinimumWork:x})" : "";
        return $"{linked} headers link tip {Tip.Hash} at height {Tip.Height} {origin}, work {Tip.Work:x}{cheap}; "
            + $"the block at height {Height} has {Confirmations} {(Confirmations == 1 ? "confirmation" : "confirmations")}{rival}";
    }

    /// <summary>
    /// Everything below a known block is as well known as that. Above one, difficulty can only be told by headers that reach down to where its
    /// period begins: else the next change of the target would be anyone's to choose.
    /// </summary>
    private static Checkpoint? KnownFor(Network network, HeaderTree tree, int height) => network.Checkpoints.LastOrDefault(
        known => known.Work is not null && tree.At(known.Height)?.Hash == known.Hash
            && (height <= known.Height || tree.Anchor!.Height <= known.Height / Period * Period));
}
