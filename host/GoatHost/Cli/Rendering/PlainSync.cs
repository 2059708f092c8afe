using GoatHost.Engine.Sync;

namespace GoatHost.Cli.Rendering;

/// <summary>A sync as lines: one when a stage ends, and on the way one for each tenth, at most one a second.</summary>
internal sealed class PlainSync(TextWriter writer, TimeProvider time, string indent = "") : IProgress<SyncNote>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private SyncStage? _stage;
    private long _tenth;
    private long _last;

    public void Report(SyncNote value)
    {
        lock (_gate)
        {
            if (value.Took is { } took) writer.WriteLine($"{indent}{SyncText.Name(value.Stage)}: {SyncText.News(value)} ({Quantities.Time(took)})");
            else if (IsDue(value)) writer.WriteLine($"{indent}{SyncText.Name(value.Stage)}: {SyncText.Bytes(value)}");
        }
    }

    private bool IsDue(SyncNote note)
    {
        if (_stage != note.Stage)
        {
            (_stage, _tenth, _last) = (note.Stage, 0, time.GetTimestamp());
            return false;
        }
        var tenth = note.Total > 0 ? note.Done * 10 / note.Total : 0;
        if (tenth <= _tenth || time.GetElapsedTime(_last) < Pause) return false;
        (_tenth, _last) = (tenth, time.GetTimestamp());
        return true;
    }
}
