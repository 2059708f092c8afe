using GoatHost.Cli.Rendering;

namespace GoatHost.Cli.Demos;

/// <summary>The demo's page: numbered stages with their lines and times.</summary>
internal sealed class DemoScreen(Terminal terminal, TimeProvider time)
{
    private int _stage;

    public Terminal Terminal => terminal;
    public TimeProvider Time => time;

    public async Task<T> StageAsync<T>(string title, Func<Task<T>> work)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{++_stage}. {title}");
        var begun = time.GetTimestamp();
        var result = await work();
        Say($"took {Quantities.Time(time.GetElapsedTime(begun))}");
        return result;
    }

    public void Say(string line) => terminal.Out.WriteLine($"   {SafeText.Line(line)}");
}
