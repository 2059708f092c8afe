using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Rpc;

/// <summary>Fetches a node's headers and checks them: the whole chain where it is short, else a window around the block in question.</summary>
internal sealed class RpcHeaders(RpcClient client, Network network, TimeProvider clock, int wholeChain = RpcHeaders.WholeChain) : IDisposable
{
    /// <summary>A longer chain would take minutes over RPC at each start, so of it only a window is checked, and the proof says so.</summary>
    public const int WholeChain = 20_000;

    private const int Window = 2016, BatchSize = 500, MaximumReorganisation = 100;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private HeaderTree? _whole;

    /// <summary>Checked headers that reach over a height.</summary>
    public async Task<HeaderTree> AroundAsync(int height, ChainTip tip, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return tip.Height <= wholeChain ? await WholeAsync(tip, ct) : await WindowAsync(height, tip, ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<HeaderTree> WholeAsync(ChainTip tip, CancellationToken ct)
    {
        if (_whole?.Find(tip.Hash) is { } known && known == _whole.Best) return _whole;
        var tree = _whole ?? new HeaderTree(network, clock);
        await FillAsync(tree, await KnownAsync(tree, tip, ct), tip.Height, ct);
        return tree.ReachesGenesis
            ? _whole = tree
            : throw new GoatException(
                $"{client.Name} is not on {network.Name}: its first block is {tree.Anchor?.Hash}; set \"network\" to the node's own.");
    }

    /// <summary>The highest height at which the node still has the header that is known here; 0 to begin anew.</summary>
    private async Task<int> KnownAsync(HeaderTree tree, ChainTip tip, CancellationToken ct)
    {
        var top = Math.Min(tree.Best?.Height ?? 0, tip.Height);
        for (var height = top; height > 0 && height > top - MaximumReorganisation; height--)
        {
            if (await HashAtAsync(height, ct) == tree.At(height)?.Hash) return height;
        }
        return 0;
    }

    private async Task<HeaderTree> WindowAsync(int height, ChainTip tip, CancellationToken ct)
    {
        var tree = new HeaderTree(network, clock);
        // It begins where a period of difficulty begins, so that the next change of the target can be checked too.
        var from = Math.Max(0, height / Window - 1) * Window;
        await FillAsync(tree, from, Math.Min(tip.Height, height + Window), ct);
        return tree;
    }

    private async Task FillAsync(HeaderTree tree, int from, int to, CancellationToken ct)
    {
        for (var start = from; start <= to; start += BatchSize)
        {
            var heights = Enumerable.Range(start, Math.Min(BatchSize, to - start + 1)).ToList();
            var hashes = await client.BatchAsync("getblockhash", [.. heights.Select(height => new object[] { height })], ct);
            var headers = await client.BatchAsync(
                "getblockheader", [.. hashes.Select(hash => new object[] { hash.Text ?? "", false })], ct);
            for (var i = 0; i < headers.Count; i++) Take(tree, heights[i], Read(headers[i].Text));
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
        if (flaw is not null) throw new RefusedException($"The header at height {height} from {client.Name} is refused: {flaw}.");
    }

    private BlockHeader Read(string? hex)
    {
        if (hex is not { Length: 2 * BlockHeader.Size })
        {
            throw client.Failed("getblockheader", "it did not answer with the 80 bytes of a header");
        }
        try
        {
            return BlockHeader.Read(Convert.FromHexString(hex));
        }
        catch (FormatException error)
        {
            throw client.Failed("getblockheader", "its header is not hex", error);
        }
    }

    private async Task<Hash256?> HashAtAsync(int height, CancellationToken ct) =>
        Hash256.TryParse((await client.CallAsync("getblockhash", [height], ct)).Text, out var hash) ? hash : null;
}
