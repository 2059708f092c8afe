using GoatHost.TestKit;
using GoatHost.Cli.Rendering;
using GoatHost.Engine.Sync;

namespace GoatHost.Tests.Cli.Rendering;

public sealed class LiveSyncTests
{
    [Fact]
    public void Leaves_one_line_for_each_stage_and_nothing_of_the_bar()
    {
        var screen = Show(100, new SyncNote(SyncStage.Fetch, "fetching") { Done = 1, Total = 2, Peers = 1 },
            new SyncNote(SyncStage.Fetch, "2 B fetched") { Done = 2, Total = 2, Took = TimeSpan.FromSeconds(1) });
        var lines = screen.Split('\n');
        Assert.Equal("  fetch    2 B fetched (1.00 s)", lines[0].Split('\r')[^1]);
        Assert.Equal("", lines[1]);
        Assert.Contains("50 %, 1 B of 2 B, 1 peer", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Never_writes_a_live_line_that_would_wrap() => Assert.All(
        Show(40, new SyncNote(SyncStage.Resolve, new string('x', 200))).Split('\r'), part => Assert.True(part.Length < 40, part));

    [Fact]
    public void Takes_terminal_codes_out_of_untrusted_text() =>
        Assert.DoesNotContain('\u001b', Show(80, new SyncNote(SyncStage.Plan, "\u001b[2Jevil"), new SyncNote(SyncStage.Plan, "\u001b[31mevil") { Took = TimeSpan.Zero }));

    private static string Show(int width, params SyncNote[] notes)
    {
        var writer = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { In = TextReader.Null, Out = writer, Error = writer, OpenOut = () => Stream.Null, Width = () => width };
        using (var live = new LiveSync(terminal, writer, new ManualClock(), "  "))
        {
            foreach (var note in notes) live.Report(note);
        }
        return writer.ToString();
    }
}
