using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>Every valid header that leads back to an anchor, whatever order they came in; the branch with most work is the chain.</summary>
internal sealed class HeaderTree(Network network, TimeProvider clock)
{
    private const long MaximumFuture = 2 * 60 * 60;

    private readonly Lock _lock = new();
    private readonly Dictionary<Hash256, HeaderNode> _nodes = [];
    private readonly Dictionary<Hash256, List<BlockHeader>> _waiting = [];
    private readonly List<HeaderNode> _active = [];
    private HeaderNode? _rival;

    /// <summary>The tip with most work; null before there is an anchor.</summary>
    public HeaderNode? Best { get; private set; }

    /// <summary>A tip with exactly as much work as the best: which came first is not written anywhere.</summary>
    public HeaderNode? Rival
    {
        get { lock (_lock) return _rival; }
    }

    /// <summary>The first header of the active chain: the genesis block, or where a window of headers begins.</summary>
    public HeaderNode? Anchor { get; private set; }

    public bool ReachesGenesis => Anchor is { Height: 0 } anchor && anchor.Hash == network.Genesis;

    /// <summary>Sets the header that all others must lead back to. Whether it may be trusted is the caller's to know.</summary>
    public void SetAnchor(BlockHeader header, int height)
    {
        lock (_lock)
        {
            CompactTarget.TryRead(header.Bits, out var target);
            Anchor = new(header, null, height, CompactTarget.Work(target));
            Keep(Anchor);
            Settle(header.Hash);
        }
    }

    /// <summary>Takes a header; one whose parent is unknown waits for it. Says what is wrong with a header that breaks a rule.</summary>
    public string? Offer(BlockHeader header)
    {
        lock (_lock)
        {
            if (_nodes.ContainsKey(header.Hash)) return null;
            if (!_nodes.TryGetValue(header.Previous, out var parent))
            {
                if (!_waiting.TryGetValue(header.Previous, out var siblings)) _waiting[header.Previous] = siblings = [];
                if (siblings.TrueForAll(sibling => sibling.Hash != header.Hash)) siblings.Add(header);
                return null;
            }
            var flaw = Add(header, parent);
            if (flaw is null) Settle(header.Hash);
            return flaw;
        }
    }

    public HeaderNode? Find(Hash256 hash)
    {
        lock (_lock) return _nodes.GetValueOrDefault(hash);
    }

    /// <summary>The header at a height of the active chain.</summary>
    public HeaderNode? At(int height)
    {
        lock (_lock)
        {
            return Anchor is { } anchor && height >= anchor.Height && height - anchor.Height < _active.Count
                ? _active[height - anchor.Height]
                : null;
        }
    }

    public bool IsActive(HeaderNode node) => At(node.Height) == node;

    /// <summary>Headers that are known and not on the active chain, highest first.</summary>
    public IReadOnlyList<HeaderNode> Stale()
    {
        lock (_lock)
        {
            return _nodes.Count == _active.Count
                ? []
                : [.. _nodes.Values.Where(node => !IsActive(node)).OrderByDescending(node => node.Height)];
        }
    }

    private void Settle(Hash256 known)
    {
        var ready = new Queue<Hash256>([known]);
        while (ready.TryDequeue(out var parent))
        {
            if (!_waiting.Remove(parent, out var children)) continue;
            foreach (var child in children)
            {
                if (Add(child, _nodes[parent]) is null) ready.Enqueue(child.Hash);
            }
        }
    }

    private string? Add(BlockHeader header, HeaderNode parent)
    {
        if (CompactTarget.WorkFlaw(header.Hash, header.Bits, network.LimitBits, out var target) is { } flaw) return flaw;
        if (ExpectedTarget.Bits(network, parent, header.Time) is { } bits && bits != header.Bits)
        {
            return $"its target is {header.Bits:x8}, and the rules of {network.Name} ask for {bits:x8} at height {parent.Height + 1}";
        }
        if (Anchor is { Height: 0 } && header.Time <= parent.MedianTime())
        {
            return "its time is not later than the median of the eleven blocks before it";
        }
        if (header.Time > clock.GetUtcNow().ToUnixTimeSeconds() + MaximumFuture)
        {
            return "its time is more than two hours ahead of this machine's clock";
        }
        var work = CompactTarget.Work(target);
        Keep(new(header, parent, parent.Height + 1, work > UInt128.MaxValue - parent.Work ? UInt128.MaxValue : parent.Work + work));
        return null;
    }

    private void Keep(HeaderNode node)
    {
        _nodes[node.Hash] = node;
        if (Best is not null && node.Work <= Best.Work)
        {
            if (node.Work == Best.Work) _rival = node;
            return;
        }
        (Best, _rival) = (node, null);
        // Only what lies above the fork is written again, so a chain that grows costs one entry a block.
        var branch = new Stack<HeaderNode>();
        for (var at = node; at is not null && At(at.Height) != at; at = at.Parent) branch.Push(at);
        var keep = (branch.TryPeek(out var lowest) ? lowest.Height : node.Height) - Anchor!.Height;
        _active.RemoveRange(keep, _active.Count - keep);
        _active.AddRange(branch);
    }
}
