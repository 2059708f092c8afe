using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Signet;
using GoatHost.Plugins.Ordinals.Transactions;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>The road through the Bitcoin network itself: no server, no index, only peers that are compared with each other.</summary>
internal sealed class PeerRoad : IFollowingRoad, IDisposable
{
    // Peers find no transaction by its id, so only the last blocks are searched for one; a commit is mostly right below its reveal.
    private const int SearchDepth = 6, KeptBlocks = 8;

    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    private readonly Network _network;
    private readonly TimeProvider _clock;
    private readonly string? _directory;
    private readonly PeerPool _pool;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _lock = new();
    private readonly LinkedList<Block> _kept = [];
    private HeaderStore? _store;
    private uint _turn = uint.MaxValue;

    /// <summary>A road for a network, with its headers stored in a directory.</summary>
    public PeerRoad(Network network, PeerOptions options, string? directory, TimeProvider clock, ILogger logger)
    {
        (_network, _clock) = (network, clock);
        // Chains of regtest are made and thrown away; what is left of one would only be in the way of the next.
        _directory = network.Rule == DifficultyRule.Constant ? null : directory;
        _pool = new(options, network, clock, logger);
    }

    public string Name => $"Bitcoin peers of {_network.Name}";

    public async Task<ChainTip> TipAsync(CancellationToken ct)
    {
        var store = await StoreAsync(ct);
        await _gate.WaitAsync(ct);
        try
        {
            var sync = new HeaderSync(store, _network, _clock);
            var peers = await _pool.ConnectedAsync(ct);
            var followed = new List<PeerConnection>();
            foreach (var peer in peers)
            {
                try
                {
                    await sync.FollowAsync(peer, ct);
                    followed.Add(peer);
                }
                catch (PeerFaultException fault)
                {
                    _pool.Drop(peer, fault);
                }
            }
            // A later peer can show that an earlier one has less.
            foreach (var peer in followed.Where(sync.IsBehind)) _pool.Drop(peer, sync.Behind(peer.Tip!));
            if (followed.Count == 0) throw new GoatException($"None of the {Name} could be followed: {_pool.Describe()}.");
            var best = store.Tree.Best!;
            return new(best.Height, best.Hash);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<ChainTip> NextTipAsync(ChainTip known, CancellationToken ct)
    {
        while (true)
        {
            var news = _pool.News;
            var tip = await TipAsync(ct);
            if (tip != known) return tip;
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(ct);
            await Task.WhenAny(news, Task.Delay(AskAgain, _clock, wake.Token));
            await wake.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }
    }

    public async Task<Hash256?> HashAtAsync(int height, CancellationToken ct) => (await TreeAsync(ct)).At(height)?.Hash;

    public async Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct)
    {
        var tip = await TipAsync(ct);
        var node = (await TreeAsync(ct)).Find(tip.Hash);
        for (var i = 0; i < SearchDepth && node is { Height: > 0 }; i++, node = node.Parent)
        {
            if ((await ReadBlockAsync(node.Hash, ct)).PositionOf(txid) >= 0) return node.Hash;
        }
        throw new RoadClosedException(
            $"Bitcoin peers find no transaction by its id, and {txid} is not in the last {SearchDepth} blocks; "
            + $"name the block, as in ord:{txid}i0?height=767430.");
    }

    public async Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct)
    {
        if (Kept(hash) is { } known) return known;
        var reasons = new List<string>();
        foreach (var peer in InTurn(await _pool.ConnectedAsync(ct)))
        {
            try
            {
                if (await peer.BlockAsync(hash, ct) is not { } bytes)
                {
                    reasons.Add($"{peer.Address} does not have it");
                    continue;
                }
                var flaw = BlockCheck.Flaw(bytes, hash, out var block) ?? SignetSignature.Flaw(_network, block!);
                if (flaw is not null) throw new PeerFaultException($"its block {hash} is refused: {flaw}");
                Keep(block!);
                return block!;
            }
            catch (PeerFaultException fault)
            {
                reasons.Add($"{peer.Address}: {fault.Message}");
                _pool.Drop(peer, fault);
            }
        }
        throw new GoatException($"No peer of {_network.Name} gave block {hash}: {string.Join("; ", reasons)}.");
    }

    public async Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct)
    {
        var tree = await TreeAsync(ct);
        return tree.Find(block) is { } node
            ? HeaderStanding.Of(_network, tree, node)
            : throw new RefusedException(
                $"Block {block} is refused: it is on no chain of {_network.Name} that leads back to the genesis block.");
    }

    public async Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct)
    {
        var found = new Dictionary<OutPoint, Funding>();
        var missing = inputs.Select(input => block.Transactions[position].Inputs[input].Previous).ToHashSet();
        var tree = await TreeAsync(ct);
        var at = block;
        for (var depth = 0; ; depth++)
        {
            foreach (var previous in missing)
            {
                if (at.PositionOf(previous.TxId) is >= 0 and var place) found[previous] = new(at.Transactions[place], null, at.Header.Hash);
            }
            missing.ExceptWith(found.Keys);
            if (missing.Count == 0 || depth == SearchDepth || tree.Find(at.Header.Hash) is not { Height: > 1 }) return found;
            at = await ReadBlockAsync(at.Header.Previous, ct);
        }
    }

    public void Dispose()
    {
        _pool.Dispose();
        _store?.Dispose();
        _gate.Dispose();
    }

    private async Task<HeaderTree> TreeAsync(CancellationToken ct) => (await StoreAsync(ct)).Tree;

    private async Task<HeaderStore> StoreAsync(CancellationToken ct)
    {
        if (_store is { } open) return open;
        await _gate.WaitAsync(ct);
        try
        {
            return _store ??= await HeaderStore.OpenAsync(_directory, _network, _clock, ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The peers, each time beginning with another, so that several blocks are fetched at once.</summary>
    private IEnumerable<PeerConnection> InTurn(IReadOnlyList<PeerConnection> peers)
    {
        var first = (int)(Interlocked.Increment(ref _turn) % (uint)peers.Count);
        return peers.Skip(first).Concat(peers.Take(first));
    }

    private Block? Kept(Hash256 hash)
    {
        lock (_lock) return _kept.FirstOrDefault(block => block.Header.Hash == hash);
    }

    private void Keep(Block block)
    {
        lock (_lock)
        {
            _kept.AddFirst(block);
            if (_kept.Count > KeptBlocks) _kept.RemoveLast();
        }
    }
}
