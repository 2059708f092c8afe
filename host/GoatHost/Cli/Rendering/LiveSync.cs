using GoatHost.Engine.Sync;

namespace GoatHost.Cli.Rendering;

/// <summary>A sync on a terminal: a line that stays for each stage that ended, and below them one live line with a bar.</summary>
internal sealed class LiveSync(Terminal terminal, TextWriter writer, TimeProvider time, string indent) : IProgress<SyncNote>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly LiveLine _line = new(terminal, writer);
    private SyncNote? _last;
    private long _shownAt;
    private long _beganAt;
    private long _beganWith;

    public void Report(SyncNote value)
    {
        lock (_gate)
        {
            if (value.Took is { } took)
            {
                _line.Leave($"{Head(value)} {SyncText.News(value)} ({Quantities.Time(took)})");
                _last = null;
                return;
            }
            if (_last?.Stage != value.Stage) (_beganAt, _beganWith) = (time.GetTimestamp(), value.Done);
            else if (_last.Text == value.Text && time.GetElapsedTime(_shownAt) < Pause) return;
            (_last, _shownAt) = (value, time.GetTimestamp());
            _line.Show($"{Head(value)} {HowFar(value)}");
        }
    }

    public void Dispose()
    {
        lock (_gate) _line.Clear();
    }

    private string Head(SyncNote note) => $"{indent}{SyncText.Name(note.Stage),-8}";

    private string HowFar(SyncNote note)
    {
        if (note.Total <= 0) return SyncText.Bytes(note);
        var seconds = time.GetElapsedTime(_beganAt).TotalSeconds;
        var perSecond = seconds > 0.5 ? (note.Done - _beganWith) / seconds : 0;
        var rate = perSecond >= 1 ? $", {Quantities.Bytes((long)perSecond)}/s, {Quantities.Time(TimeSpan.FromSeconds((note.Total - note.Done) / perSecond))} left" : "";
        return $"{Bar.Of((double)note.Done / note.Total)} {SyncText.Bytes(note)}{rate}";
    }
}
