using GoatHost.Engine.Sync;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GoatHost.Cli.Rendering;

/// <summary>Beside a bar that counts bytes: how many, of how many, how fast. Beside the others: nothing.</summary>
internal sealed class BytesColumn : ProgressColumn
{
    private const string Key = "bytes";

    protected override bool NoWrap => true;

    public static void Count(ProgressTask bar, SyncNote note)
    {
        bar.MaxValue = note.Total;
        bar.Value = note.Done;
        bar.State.Update<bool>(Key, _ => true);
    }

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        if (!task.State.Get<bool>(Key)) return Text.Empty;
        var speed = task.Speed is { } perSecond && !task.IsFinished ? $", {Quantities.Bytes((long)perSecond)}/s" : "";
        return new Text($"{Quantities.Bytes((long)task.Value)} of {Quantities.Bytes((long)task.MaxValue)}{speed}");
    }
}
