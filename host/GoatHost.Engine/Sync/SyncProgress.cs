using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync;

/// <summary>Tells a person how a sync goes: one stage at a time, bytes never backwards, and not more often than eyes can follow.</summary>
internal sealed class SyncProgress(IProgress<SyncNote>? sink, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly Lock _guard = new();
    private SyncStage _stage;
    private string _text = "";
    private string? _heard;
    private long _began;
    private long _told;
    private long _done;
    private long _total;
    private int? _peers;

    public void Begin(SyncStage stage, string text)
    {
        lock (_guard)
        {
            (_stage, _text, _heard, _began, _told, _done, _total, _peers) = (stage, text, null, time.GetTimestamp(), 0, 0, 0, null);
            Tell(new SyncNote(stage, text));
        }
    }

    /// <summary>Something worth a line of its own.</summary>
    public void Say(string text)
    {
        lock (_guard) Tell(new SyncNote(_stage, text) { Done = _done, Total = _total, Peers = _peers });
    }

    /// <summary>News of a transport, which may say the same again and again.</summary>
    public void Hear(string text, int? peers)
    {
        lock (_guard)
        {
            _peers = peers ?? _peers;
            if (text == _heard) return;
            _heard = text;
            Say(text);
        }
    }

    public void Advance(long done, long total)
    {
        lock (_guard)
        {
            if (done <= _done && total == _total) return;
            (_done, _total) = (Math.Max(_done, done), total);
            if (_done < _total && _told != 0 && time.GetElapsedTime(_told) < Quiet) return;
            _told = time.GetTimestamp();
            Tell(new SyncNote(_stage, _text) { Done = _done, Total = _total, Peers = _peers });
        }
    }

    public void End(string text, ModelDescription? description = null, string? sha256 = null)
    {
        lock (_guard)
        {
            var took = time.GetElapsedTime(_began);
            Tell(new SyncNote(_stage, text) { Done = _done, Total = _total, Peers = _peers, Took = took, Description = description, Sha256 = sha256 });
        }
    }

    private void Tell(SyncNote note) => sink?.Report(note);
}
