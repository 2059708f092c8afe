using GoatHost.Engine.Sync;
using Spectre.Console;

namespace GoatHost.Cli.Rendering;

/// <summary>A sync as live bars, one a stage.</summary>
internal sealed class LiveSync(ProgressContext bars) : IProgress<SyncNote>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SyncStage, ProgressTask> _stages = [];

    public static Task<T> RunAsync<T>(TextWriter writer, Func<IProgress<SyncNote>, Task<T>> work) => AnsiConsole
        .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) })
        .Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new BytesColumn())
        .StartAsync(bars => work(new LiveSync(bars)));

    public void Report(SyncNote value)
    {
        lock (_gate)
        {
            if (!_stages.TryGetValue(value.Stage, out var bar))
            {
                _stages[value.Stage] = bar = bars.AddTask(SyncText.Name(value.Stage));
                bar.IsIndeterminate = true;
            }
            if (value.Total > 0)
            {
                bar.IsIndeterminate = false;
                BytesColumn.Count(bar, value);
            }
            bar.Description = Markup.Escape($"{SyncText.Name(value.Stage),-8} {Short(value)}");
            if (value.Took is not null) End(bar);
        }
    }

    private static void End(ProgressTask bar)
    {
        bar.IsIndeterminate = false;
        bar.Value = bar.MaxValue;
        bar.StopTask();
    }

    private static string Short(SyncNote note)
    {
        var text = SyncText.News(note);
        var peers = note.Peers is > 0 and var count ? $" ({count} {(count == 1 ? "peer" : "peers")})" : "";
        return (text.Length > 40 ? text[..39] + "…" : text) + peers;
    }
}
