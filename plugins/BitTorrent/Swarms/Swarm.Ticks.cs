using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Swarm
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BlockStall = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Snub = TimeSpan.FromSeconds(20);
    private long _lastPeer;
    private int _ticks;

    private async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Tick, Clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            if (++_ticks % 4 == 0) EverySecond();
            if (_ticks % 40 == 0) lock (_gate) Choker.Turn(_peers);
            Dial();
        }
    }

    private void EverySecond()
    {
        AskMetadata();
        lock (_gate)
        {
            var now = Clock.GetTimestamp();
            _inOrder = _peers.TrueForAll(p => p.IsSeed);
            foreach (var peer in _peers.ToArray())
            {
                Watch(peer, now);
                peer.BlocksLastSecond = peer.BlocksThisSecond;
                peer.BlocksThisSecond = 0;
                if (peer.Outstanding.Count == 0) UpdateInterest(peer);
                TopUp(peer);
            }
            GiveUpWhenAlone(now);
        }
        Report();
    }

    private void Watch(Peer peer, long now)
    {
        if (now - peer.LastReceived > Ticks(Silence)) peer.Drop("it was silent for two minutes");
        // Bytes alone are no progress: while a block arrives, nobody else is asked for it.
        else if (peer.Arriving is not null && now - peer.ArrivingSince > Ticks(BlockStall)) peer.Drop("it took more than 30 seconds for one block");
        else if (peer.IsSending && now - peer.LastSent > Ticks(Silence)) peer.Drop("it stopped reading");
        else if (_options.IsSeeding && peer.IsSeed && _picker is { Have.IsFull: true }) peer.Drop("both have everything");
        if (now - peer.LastSent > Ticks(KeepAlive) && !peer.IsSending)
        {
            peer.Outbox.WriteKeepAlive();
            peer.Outbox.Flush();
        }
        if (peer.Outstanding.Count == 0 || now - peer.LastBlock <= Ticks(Snub)) return;
        // It keeps its connection, and recovers with its next block; meanwhile others may have its blocks.
        peer.IsSnubbed = true;
        peer.LastBlock = now;
        TakeBack(peer);
        foreach (var owned in _picker?.Active.Where(p => p.Owner == peer).ToArray() ?? []) _picker?.Drop(owned);
    }

    private void GiveUpWhenAlone(long now)
    {
        if (_options.IsSeeding || _complete.Task.IsCompleted || (_metadata.Task.IsCompleted && _picker is null)) return;
        var patience = Ticks(_options.Settings.NoPeers);
        var isStalled = now - _lastProgress > 4 * patience;
        if (_peers.Count == 0 && (isStalled || now - _lastPeer > patience)) Fail(new GoatException(NobodySentence()));
        else if (isStalled)
        {
            var peers = _peers.Count == 1 ? "1 peer is" : $"{_peers.Count} peers are";
            Fail(new GoatException($"{_options.Name} cannot be had now: {peers} connected, and none gave anything for {Seconds(4)} seconds."));
        }
    }

    private string NobodySentence()
    {
        var tried = new List<string>();
        if (_book.Count == 1) tried.Add($"1 address ({_book.Some.First()})");
        else if (_book.Count > 1) tried.Add($"{_book.Count} addresses ({string.Join(", ", _book.Some)}{(_book.Count > 3 ? ", …" : "")})");
        if (_announcer is { } announcer) tried.Add(announcer.Summary);
        else if (_options.Trackers.Count > 0) tried.Add("no tracker, since the setting announce is off");
        var what = tried.Count == 0 ? "the link names neither a peer nor a tracker" : $"tried {string.Join(" and ", tried)}";
        var last = _book.LastFailure is { } failure ? $"; the last failure was {failure.TrimEnd('.')}" : "";
        return $"No peer of {_options.Name} answered within {Seconds(1)} seconds: {what}{last}.";
    }

    private string Seconds(int times) => (times * _options.Settings.NoPeers.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);

    private void Report()
    {
        if (Progress is not { } progress) return;
        int count, active;
        lock (_gate) (count, active) = (_peers.Count, _peers.Count(p => p.BlocksLastSecond > 0));
        var text = _metadata.Task.IsCompleted ? $"receiving from {active} of {count} peers" : $"metadata from {count} peers";
        if (_options.IsSeeding) text = $"serving {_options.Name}";
        progress.Report(new TransferNote(text) { Peers = count, Uploaded = Interlocked.Read(ref _uploaded) });
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Clock.TimestampFrequency);
}
