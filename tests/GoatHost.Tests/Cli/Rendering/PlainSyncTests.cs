using GoatHost.TestKit;
using GoatHost.Cli.Rendering;
using GoatHost.Engine.Sync;

namespace GoatHost.Tests.Cli.Rendering;

public sealed class PlainSyncTests
{
    [Fact]
    public void Writes_a_line_for_each_tenth_and_at_most_one_a_second()
    {
        var clock = new ManualClock();
        var writer = new StringWriter { NewLine = "\n" };
        var progress = new PlainSync(writer, clock);

        progress.Report(new SyncNote(SyncStage.Fetch, "goat.gguf") { Total = 1000 });
        progress.Report(new SyncNote(SyncStage.Fetch, "goat.gguf") { Done = 100, Total = 1000 });
        clock.Advance(TimeSpan.FromSeconds(1));
        progress.Report(new SyncNote(SyncStage.Fetch, "goat.gguf") { Done = 350, Total = 1000, Peers = 1 });
        clock.Advance(TimeSpan.FromSeconds(5));
        progress.Report(new SyncNote(SyncStage.Fetch, "goat.gguf") { Done = 390, Total = 1000, Peers = 2 });
        progress.Report(new SyncNote(SyncStage.Fetch, "goat.gguf") { Done = 400, Total = 1000, Peers = 2 });
        progress.Report(new SyncNote(SyncStage.Fetch, "goat.gguf is whole.") { Done = 1000, Total = 1000, Took = TimeSpan.FromSeconds(6) });

        Assert.Equal("fetch: 35 %, 350 B of 1000 B, 1 peer\nfetch: 40 %, 400 B of 1000 B, 2 peers\nfetch: goat.gguf is whole (6.00 s)\n", writer.ToString());
    }

    [Fact]
    public void Shows_untrusted_text_harmlessly()
    {
        var writer = new StringWriter { NewLine = "\n" };
        new PlainSync(writer, new ManualClock()).Report(new SyncNote(SyncStage.Resolve, "\u001b[2Jevil") { Took = TimeSpan.Zero });
        Assert.Equal("resolve: [2Jevil (0.00 s)\n", writer.ToString());
    }
}
