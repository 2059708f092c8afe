using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>Follows the best chain of each peer, and finds out which peer has less, lies, or wastes memory.</summary>
internal sealed class HeaderSync(HeaderStore store, Network network, TimeProvider clock)
{
    /// <summary>
    /// A peer is asked from a little below the tip, so that one at the tip has something to answer, and one that is behind, or on a short
    /// branch, shows where it stands.
    /// </summary>
    private const int Overlap = 8;

    /// <summary>How far behind a peer may be: blocks take a while to reach everyone.</summary>
    private const int Lag = 6;

    /// <summary>Once the real chain is known, a branch beside it gets this far before it has to have more work.</summary>
    private const int MaximumBranch = 50_000;

    private const long MaximumFuture = 2 * 60 * 60;

    private HeaderTree Tree => store.Tree;

    private bool IsUnproven => Tree.Best!.Work < network.MinimumWork;

    /// <summary>Takes a peer's headers up to its tip.</summary>
    /// <exception cref="PeerFaultException">The peer is of no use.</exception>
    public async Task FollowAsync(PeerConnection peer, CancellationToken ct)
    {
        // Left behind by peers that were cut off, and never seen to lead to the real chain.
        if (IsUnproven && Tree.Count > network.MaximumUnproven) store.Trim(1);
        var before = Tree.Count;
        var isWhole = false;
        try
        {
            var tip = await TakeAllAsync(peer, before, ct);
            isWhole = true;
            peer.Tip = tip;
            if (IsBehind(peer)) throw Behind(tip);
            if (tip.Work < network.MinimumWork)
            {
                throw new PeerFaultException(
                    $"its best chain ends at height {tip.Height} with work {tip.Work:x}, "
                    + $"and the real {network.Name} has {network.MinimumWork:x} or more",
                    isProof: false);
            }
        }
        catch (PeerFaultException fault) when (isWhole || fault.IsProof)
        {
            // What one that was merely cut off sent is kept.
            store.Trim(before);
            throw;
        }
        finally
        {
            await store.SaveAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether a peer's chain has less work than the best that is known now.</summary>
    public bool IsBehind(PeerConnection peer)
    {
        if (peer.Tip is not { } tip || Tree.Best is not { } best || tip == best) return false;
        var last = Difficulty.TryRead(best.Bits, network.LimitBits, out _)?.Work ?? 1;
        // Where a late block may be easy, the last says little.
        return tip.Work + Lag * UInt128.Max(last, best.Work / (UInt128)(best.Height + 1)) < best.Work;
    }

    public PeerFaultException Behind(HeaderNode tip) => new(
        $"its best chain ends at height {tip.Height} with work {tip.Work:x}, "
        + $"less than that of others ({Tree.Best!.Work:x} at height {Tree.Best.Height})",
        isProof: false);

    private async Task<HeaderNode> TakeAllAsync(PeerConnection peer, int before, CancellationToken ct)
    {
        var best = Tree.Best!;
        var most = IsUnproven ? network.MaximumUnproven : MaximumBranch;
        var enough = UInt128.Max(best.Work, network.MinimumWork);
        var start = Tree.At(Math.Max(0, best.Height - Overlap))!;
        var tip = start;
        while (true)
        {
            var runs = (await peer.HeadersAsync(Locator(tip), ct)).Where(run => run.Count > 0).ToList();
            if (runs.Count == 0 && (tip != start || start.Height == 0)) return tip;
            if (runs.Count == 0)
            {
                throw new PeerFaultException(
                    $"its best chain, of less work than that of others, has nothing on top of block {start.Hash} at height {start.Height}",
                    isProof: false);
            }
            var known = TakeRuns(runs) ?? throw new PeerFaultException("its headers lead to none that it was asked for");
            if (known.Work < enough && Tree.Count - before > most)
            {
                throw new PeerFaultException($"it sent {Tree.Count - before} headers that have too little work");
            }
            if (runs.TrueForAll(run => run.Count < Wire.HeadersMessage.Maximum)) return known;
            // The same again and again would never end.
            if (known.Work <= tip.Work) throw new PeerFaultException("its headers go in circles");
            tip = known;
            await store.SaveAsync(ct);
        }
    }

    /// <summary>Takes an answer, and what was announced meanwhile; the highest of it, or null when none follows what is known.</summary>
    private HeaderNode? TakeRuns(List<IReadOnlyList<BlockHeader>> runs)
    {
        HeaderNode? highest = null;
        foreach (var run in runs.Where(run => Tree.Find(run[0].Previous) is not null))
        {
            foreach (var header in run) Take(header);
            var end = Tree.Find(run[^1].Hash);
            if (highest is null || end?.Work > highest.Work) highest = end;
        }
        return highest;
    }

    private void Take(BlockHeader header)
    {
        if (Tree.Offer(header) is not { } flaw) return;
        var early = header.Time > clock.GetUtcNow().ToUnixTimeSeconds() + MaximumFuture;
        throw new PeerFaultException($"its header {header.Hash} is refused: {flaw}", isProof: !early);
    }

    /// <summary>Hashes from a header down, ever further apart, to the genesis block.</summary>
    private static List<Hash256> Locator(HeaderNode tip)
    {
        const int Dense = 10;
        var locator = new List<Hash256> { tip.Hash };
        for (int height = tip.Height - 1, step = 1; height > 0; height -= step)
        {
            if (tip.Ancestor(height) is { } ancestor) locator.Add(ancestor.Hash);
            if (locator.Count > Dense) step *= 2;
        }
        if (tip.Height > 0 && tip.Ancestor(0) is { } genesis) locator.Add(genesis.Hash);
        return locator;
    }
}
