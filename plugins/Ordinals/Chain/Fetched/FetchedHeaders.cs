using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Chain.Fetched;

/// <summary>Fetches a server's headers and checks them: the whole chain where it is short, else from the block to a checkpoint, or from one to the tip.</summary>
internal sealed class FetchedHeaders(IHeaderFeed feed, Network network, TimeProvider clock, int wholeChain = FetchedHeaders.WholeChain) : IDisposable
{
    /// <summary>A longer chain would take minutes over RPC at each start, so of it only what proves the block is fetched.</summary>
    public const int WholeChain = 20_000;

    private const int Period = 2016, MaximumReorganisation = 100;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private HeaderTree? _tree;

    /// <summary>Checked headers that reach over a height.</summary>
    public async Task<HeaderTree> AroundAsync(int height, ChainTip tip, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var (from, to) = tip.Height <= wholeChain ? (0, tip.Height) : Range(height, tip.Height);
            if (_tree is null || !await ReusableAsync(_tree, from, to, tip, ct)) _tree = await FetchAsync(from, to, tip, ct);
            return _tree;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Up to the last checkpoint, or on from it; it begins where a period does, so that every change of the target can be checked.</summary>
    private (int From, int To) Range(int height, int tip)
    {
        static int Start(int height) => height / Period * Period;
        var known = network.Checkpoints.LastOrDefault(checkpoint => checkpoint.Work is not null && checkpoint.Height <= tip);
        if (known is null) return (Math.Max(0, Start(height) - Period), Math.Min(tip, height + Period));
        return height <= known.Height ? (Start(height), known.Height) : (Start(known.Height), tip);
    }

    private async Task<bool> ReusableAsync(HeaderTree tree, int from, int to, ChainTip tip, CancellationToken ct)
    {
        if (tree.Anchor is not { } anchor || anchor.Height > from || tree.Best is not { } best) return false;
        if (to < tip.Height) return best.Height >= to;
        if (best.Hash == tip.Hash) return true;
        if (best.Height < from) return false;
        var known = await KnownAsync(tree, tip, ct);
        if (known <= anchor.Height) return false;
        await FillAsync(tree, known + 1, to, ct);
        return true;
    }

    private async Task<HeaderTree> FetchAsync(int from, int to, ChainTip tip, CancellationToken ct)
    {
        if (to - from >= feed.Most)
        {
            throw new RoadClosedException(
                $"Asking {feed.Name} for headers failed: it brings them one by one, and {to - from + 1} would be needed; "
                + "set another of the \"roads\" beside it.");
        }
        var tree = new HeaderTree(network, clock);
        await FillAsync(tree, from, to, ct);
        if (from == 0 && !tree.ReachesGenesis)
        {
            throw new GoatException(
                $"{feed.Name} is not on {network.Name}: its first block is {tree.Anchor?.Hash}; set \"network\" to the node's own.");
        }
        return tree.Best is not null
            ? tree
            : throw new GoatException($"{feed.Name} gave no headers up to its tip {tip.Hash}.");
    }

    /// <summary>The highest height at which the server still has the header that is known here; 0 to begin anew.</summary>
    private async Task<int> KnownAsync(HeaderTree tree, ChainTip tip, CancellationToken ct)
    {
        var top = Math.Min(tree.Best!.Height, tip.Height);
        for (var height = top; height > 0 && height > top - MaximumReorganisation; height--)
        {
            if (await feed.HashAtAsync(height, ct) is { } hash && hash == tree.At(height)?.Hash) return height;
        }
        return 0;
    }

    private async Task FillAsync(HeaderTree tree, int from, int to, CancellationToken ct)
    {
        for (var start = from; start <= to; start += feed.Batch)
        {
            var count = Math.Min(feed.Batch, to - start + 1);
            var headers = await feed.ReadHeadersAsync(start, count, ct);
            for (var i = 0; i < count; i++) Take(tree, start + i, headers[i]);
        }
    }

    private void Take(HeaderTree tree, int height, BlockHeader header)
    {
        string? flaw;
        if (tree.Anchor is null)
        {
            flaw = CompactTarget.WorkFlaw(header.Hash, header.Bits, network.LimitBits, out _);
            if (flaw is null) tree.SetAnchor(header, height);
        }
        else
        {
            flaw = tree.Offer(header);
            if (flaw is null && tree.Find(header.Hash)?.Height != height)
            {
                flaw = $"it does not follow the header before it but {header.Previous}";
            }
        }
        if (flaw is not null) throw new RefusedException($"The header at height {height} from {feed.Name} is refused: {flaw}.");
    }
}
