using System.Buffers;
using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Files;

/// <summary>The road through a Bitcoin Core blocks directory: no node needs to run, and no index is asked.</summary>
internal sealed class BlockFilesRoad : IChainRoad, IDisposable
{
    // Without undo data only the blocks just below the reveal are searched for its commit transaction.
    private const int SearchDepth = 2016;

    // A folder without undo data and without the past costs a few such searches, and not one for each inscription.
    private const int MaximumFruitless = 4;

    private const int Recent = 6;

    // What was looked for once is asked for again at once: resolved, then fetched.
    private readonly ConcurrentDictionary<Hash256, Hash256> _found = new();
    // Reveals are mostly mined soon after their commits, and many commits in one block.
    private readonly ConcurrentDictionary<Hash256, Block> _recent = new();
    private int _fruitless;
    private readonly Network _network;
    private readonly HeaderTree _tree;
    private readonly BlockFiles _files;
    private readonly UndoFiles _undo;

    public BlockFilesRoad(string directory, Network network, TimeProvider clock)
    {
        Name = $"the blocks directory {directory}";
        _network = network;
        _tree = new(network, clock);
        _files = new(directory, network);
        _undo = new(_files, network);
    }

    public string Name { get; }

    public async Task<ChainTip> TipAsync(CancellationToken ct) => await FindTipAsync(ct) ?? throw new GoatException(
        $"Reading {Name} failed: the genesis block of {_network.Name} is not in it; "
        + "set \"network\" to the node's own, or use a node that is not pruned.");

    /// <summary>The tip, or null where the blocks do not lead back to the genesis block, so that there is no chain to speak of.</summary>
    public async Task<ChainTip?> FindTipAsync(CancellationToken ct)
    {
        await _files.RefreshAsync(Take, ct);
        return _tree.Best is { } best ? new ChainTip(best.Height, best.Hash) : null;
    }

    /// <summary>Every block's hash, in the order in which the files hold them.</summary>
    public IReadOnlyList<Hash256> InFileOrder() => _files.InFileOrder();

    public Task<Hash256?> HashAtAsync(int height, CancellationToken ct) => Task.FromResult(_tree.At(height)?.Hash);

    public async Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct)
    {
        var tip = await TipAsync(ct);
        if (_found.TryGetValue(txid, out var known) && _tree.Find(known) is { } place && _tree.IsActive(place)) return known;
        for (var height = tip.Height; height >= _network.FirstInscription && _tree.At(height) is { } node; height--)
        {
            if (await ReadAsync(node.Hash, ct) is { } block && block.PositionOf(txid) >= 0) return _found[txid] = node.Hash;
        }
        foreach (var node in _tree.Stale())
        {
            if (await ReadAsync(node.Hash, ct) is { } block && block.PositionOf(txid) >= 0) return node.Hash;
        }
        return null;
    }

    public async Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct)
    {
        if (_files.Find(hash) is not { } spot) throw new GoatException($"Block {hash} is not in {Name}.");
        var flaw = BlockCheck.Flaw(await _files.ReadAsync(spot, ct), hash, out var block);
        return flaw is null
            ? block!
            : throw new RefusedException($"Block {hash} in {Name} is refused: {flaw}; the files are damaged, copy them again.");
    }

    public async Task<RawBlock> ReadRawAsync(Hash256 hash, CancellationToken ct)
    {
        if (_files.Find(hash) is not { } spot) throw new GoatException($"Block {hash} is not in {Name}.");
        var owner = MemoryPool<byte>.Shared.Rent(spot.Size);
        var bytes = owner.Memory[..spot.Size];
        await _files.ReadAsync(spot, bytes, ct);
        return new(bytes, owner);
    }

    public Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct) => _tree.Find(block) is { } node
        ? Task.FromResult(HeaderStanding.Of(_network, _tree, node))
        : throw new RefusedException(
            $"Block {block} is refused: its header does not lead back to the genesis block of {_network.Name} "
            + "under the rules of the network.");

    public async Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct)
    {
        var found = new Dictionary<OutPoint, Funding>();
        var transaction = block.Transactions[position];
        var coins = _files.Find(block.Header.Hash) is { } spot ? await _undo.ReadAsync(spot.File, block, position, ct) : null;
        var last = block;
        foreach (var input in inputs)
        {
            var previous = transaction.Inputs[input].Previous;
            // Reveals come in batches, and a batch is mostly committed to by one transaction.
            if (last.PositionOf(previous.TxId) < 0) last = await FindHolderAsync(block, previous.TxId, coins?[input].Height, ct) ?? last;
            if (last.PositionOf(previous.TxId) is >= 0 and var at)
            {
                found[previous] = new(last.Transactions[at], coins?[input].Script, last.Header.Hash);
            }
            else if (coins is not null) found[previous] = new(null, coins[input].Script);
        }
        return found;
    }

    public void Dispose() => _files.Dispose();

    /// <summary>The block below another that holds a transaction: at the height that the undo data names, else among the last.</summary>
    private async Task<Block?> FindHolderAsync(Block block, Hash256 txid, int? height, CancellationToken ct)
    {
        if (block.PositionOf(txid) >= 0) return block;
        var node = _tree.Find(block.Header.Hash)?.Parent;
        var lowest = height ?? (node?.Height ?? 0) - (_fruitless < MaximumFruitless ? SearchDepth : Recent);
        if (height is { } known) node = node?.Ancestor(known);
        for (; node is not null && node.Height >= lowest; node = node.Parent)
        {
            if (await ReadAsync(node.Hash, ct) is { } below && below.PositionOf(txid) >= 0) return below;
        }
        if (height is null) Interlocked.Increment(ref _fruitless);
        return null;
    }

    /// <summary>A block as it lies on disk, not yet checked: good enough to look for a hash in it.</summary>
    private async Task<Block?> ReadAsync(Hash256 hash, CancellationToken ct)
    {
        if (_recent.TryGetValue(hash, out var recent)) return recent;
        if (_files.Find(hash) is not { } spot || !Block.TryRead(await _files.ReadAsync(spot, ct), out var block)) return null;
        if (_recent.Count >= Recent) _recent.Clear();
        return _recent[hash] = block;
    }

    private void Take(BlockHeader header)
    {
        if (header.Hash == _network.Genesis) _tree.SetAnchor(header, 0);
        // A header that breaks a rule, or leads nowhere, is no part of the chain; files of real nodes hold such blocks too.
        else _tree.Offer(header);
    }
}
