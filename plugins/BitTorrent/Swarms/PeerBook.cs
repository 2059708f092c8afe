using System.Net;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>The addresses known for a torrent, and when each may be dialled next.</summary>
/// <remarks>Not safe for threads: the swarm's lock guards it.</remarks>
internal sealed class PeerBook(TimeProvider clock)
{
    private const int MaxAddresses = 2000;
    private readonly Dictionary<IPEndPoint, Entry> _entries = [];
    private readonly HashSet<IPAddress> _banned = [];

    public int Count => _entries.Count;

    /// <summary>The first few addresses, for a sentence.</summary>
    public IEnumerable<IPEndPoint> Some => _entries.Keys.Take(3);

    /// <summary>Why the last dial that failed did.</summary>
    public string? LastFailure { get; private set; }

    public void Add(IPEndPoint address)
    {
        if (_entries.Count < MaxAddresses) _entries.TryAdd(address, new Entry());
    }

    /// <summary>Takes an address that is due, or null.</summary>
    public IPEndPoint? Next()
    {
        var now = clock.GetTimestamp();
        foreach (var (address, entry) in _entries)
        {
            if (entry.IsBusy || entry.IsUseless || now < entry.NotBefore || _banned.Contains(address.Address)) continue;
            entry.IsBusy = true;
            return address;
        }
        return null;
    }

    /// <summary>The dial or the connection ended; after failures the wait doubles, up to five minutes.</summary>
    public void Free(IPEndPoint address, bool failed, string reason)
    {
        if (!_entries.TryGetValue(address, out var entry)) return;
        entry.IsBusy = false;
        entry.Failures = failed ? entry.Failures + 1 : 0;
        if (failed) LastFailure = $"{address}: {reason}";
        var wait = TimeSpan.FromSeconds(Math.Min(300, 1 << Math.Min(entry.Failures, 9)));
        entry.NotBefore = clock.GetTimestamp() + (long)(wait.TotalSeconds * clock.TimestampFrequency);
    }

    /// <summary>Never to be dialled again: it is ourselves, or has nothing for us.</summary>
    public void Forget(IPEndPoint address)
    {
        if (_entries.TryGetValue(address, out var entry)) entry.IsUseless = true;
    }

    public void Ban(IPAddress address) => _banned.Add(address);

    public bool IsBanned(IPAddress address) => _banned.Contains(address);

    private sealed class Entry
    {
        public bool IsBusy { get; set; }

        public bool IsUseless { get; set; }

        public int Failures { get; set; }

        public long NotBefore { get; set; }
    }
}
