using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>Every valid header that leads back to an anchor, whatever order they came in; the branch with most work is the chain.</summary>
internal sealed class HeaderTree
{
    private readonly Lock _lock = new();
    private readonly Network _network;
    private readonly HeaderTable _table = new();
    private readonly HeaderRules _rules;
    private readonly Dictionary<Hash256, List<BlockHeader>> _waiting = [];

    // Places of the active chain, from the anchor up.
    private readonly List<int> _active = [];
    private int _best = -1, _rival = -1;

    public HeaderTree(Network network, TimeProvider clock) => (_network, _rules) = (network, new(network, _table, clock));

    /// <summary>The tip with most work; null before there is an anchor.</summary>
    public HeaderNode? Best
    {
        get { lock (_lock) return Node(_best); }
    }

    /// <summary>A tip with exactly as much work as the best: which came first is not written anywhere.</summary>
    public HeaderNode? Rival
    {
        get { lock (_lock) return Node(_rival); }
    }

    /// <summary>The first header of the active chain: the genesis block, or where a window of headers begins.</summary>
    public HeaderNode? Anchor
    {
        get { lock (_lock) return Node(_table.Count > 0 ? 0 : -1); }
    }

    public bool ReachesGenesis => Anchor is { Height: 0 } anchor && anchor.Hash == _network.Genesis;

    /// <summary>How many headers there are, those of every branch.</summary>
    public int Count
    {
        get { lock (_lock) return _table.Count; }
    }

    /// <summary>Sets the header that all others must lead back to. Whether it may be trusted is the caller's to know.</summary>
    public void SetAnchor(BlockHeader header, int height)
    {
        lock (_lock)
        {
            if (_table.Count > 0) return;
            // Below a checkpoint lies work that was done, though its headers are not here.
            var known = _network.CheckpointAt(height) is { } point && point.Hash == header.Hash ? point.Work : null;
            Keep(new(header, -1, height, known ?? Difficulty.TryRead(header.Bits, header.Bits, out _)?.Work ?? 0));
            Settle(header.Hash);
        }
    }

    /// <summary>Takes a header; one whose parent is unknown waits for it. Says what is wrong with a header that breaks a rule.</summary>
    public string? Offer(BlockHeader header)
    {
        lock (_lock)
        {
            if (_table.Find(header.Hash) >= 0) return null;
            var parent = _table.Find(header.Previous);
            if (parent < 0)
            {
                if (!_waiting.TryGetValue(header.Previous, out var siblings)) _waiting[header.Previous] = siblings = [];
                if (siblings.TrueForAll(sibling => sibling.Hash != header.Hash)) siblings.Add(header);
                return null;
            }
            var flaw = Add(header, parent, wasChecked: false);
            if (flaw is null && _waiting.Count > 0) Settle(header.Hash);
            return flaw;
        }
    }

    /// <summary>Takes a header that passed before, when it was new, so that this machine's clock of today has no say.</summary>
    public string? Restore(BlockHeader header)
    {
        lock (_lock)
        {
            var parent = _table.Find(header.Previous);
            if (parent < 0 || _table.Find(header.Hash) >= 0) return "it does not follow those before it";
            return Add(header, parent, wasChecked: true);
        }
    }

    /// <summary>Forgets all but the first so many headers that came.</summary>
    public void Trim(int count)
    {
        lock (_lock)
        {
            if (count < 1 || count >= _table.Count) return;
            _table.Trim(count);
            _active.Clear();
            (_best, _rival) = (-1, -1);
            for (var place = 0; place < count; place++) Rank(place);
        }
    }

    public HeaderNode? Find(Hash256 hash)
    {
        lock (_lock) return Node(_table.Find(hash));
    }

    /// <summary>The header at a height of the active chain.</summary>
    public HeaderNode? At(int height)
    {
        lock (_lock) return Node(PlaceAt(height));
    }

    public bool IsActive(HeaderNode node) => At(node.Height) == node;

    /// <summary>Headers that are known and not on the active chain, highest first.</summary>
    public IReadOnlyList<HeaderNode> Stale()
    {
        lock (_lock)
        {
            if (_table.Count == _active.Count) return [];
            return [.. Enumerable.Range(0, _table.Count).Where(place => PlaceAt(_table[place].Height) != place)
                .Select(place => Node(place)!).OrderByDescending(node => node.Height)];
        }
    }

    /// <summary>The header that came at a place, in the order of <see cref="Count"/>.</summary>
    public BlockHeader HeaderAt(int place)
    {
        lock (_lock)
        {
            ref readonly var entry = ref _table[place];
            var previous = entry.Parent < 0 ? default : _table[entry.Parent].Hash;
            var header = new BlockHeader(entry.Hash, previous, entry.MerkleRoot, entry.Time, entry.Bits);
            return header with { Version = entry.Version, Nonce = entry.Nonce };
        }
    }

    internal HeaderNode? ParentOf(Hash256 hash)
    {
        lock (_lock) return _table.Find(hash) is >= 0 and var place ? Node(_table[place].Parent) : null;
    }

    internal BlockHeader HeaderOf(Hash256 hash)
    {
        lock (_lock) return HeaderAt(_table.Find(hash));
    }

    internal HeaderNode? AncestorOf(Hash256 hash, int height)
    {
        lock (_lock)
        {
            var place = _table.Find(hash);
            while (place >= 0 && _table[place].Height > height && PlaceAt(_table[place].Height) != place) place = _table[place].Parent;
            // On the active chain there is no need to walk.
            if (place < 0 || _table[place].Height < height) return null;
            return Node(_table[place].Height == height ? place : PlaceAt(height));
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
                if (Add(child, _table.Find(parent), wasChecked: false) is null) ready.Enqueue(child.Hash);
            }
        }
    }

    private string? Add(BlockHeader header, int parent, bool wasChecked)
    {
        if (_rules.Flaw(header, parent, wasChecked, out var work) is { } flaw) return flaw;
        var below = _table[parent].Work;
        Keep(new(header, parent, _table[parent].Height + 1, work > UInt128.MaxValue - below ? UInt128.MaxValue : below + work));
        return null;
    }

    private void Keep(in HeaderEntry entry) => Rank(_table.Add(entry));

    /// <summary>Makes a header the tip if it has more work than the one that is.</summary>
    private void Rank(int place)
    {
        ref readonly var entry = ref _table[place];
        if (_best >= 0 && entry.Work <= _table[_best].Work)
        {
            if (entry.Work == _table[_best].Work) _rival = place;
            return;
        }
        (_best, _rival) = (place, -1);
        if (entry.Parent == (_active.Count > 0 ? _active[^1] : -1))
        {
            _active.Add(place);
            return;
        }
        // Only what lies above the fork is written again.
        var branch = new Stack<int>();
        for (var at = place; at >= 0 && PlaceAt(_table[at].Height) != at; at = _table[at].Parent) branch.Push(at);
        var keep = _table[branch.Peek()].Height - _table[0].Height;
        _active.RemoveRange(keep, _active.Count - keep);
        _active.AddRange(branch);
    }

    private int PlaceAt(int height) =>
        _active.Count > 0 && height - _table[0].Height is >= 0 and var above && above < _active.Count ? _active[above] : -1;

    private HeaderNode? Node(int place) => place < 0 ? null : new(this, _table[place]);
}
