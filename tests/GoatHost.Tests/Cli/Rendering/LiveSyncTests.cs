using GoatHost.Cli.Rendering;
using GoatHost.Engine.Sync;

namespace GoatHost.Tests.Cli.Rendering;

public sealed class LiveSyncTests
{
    [Fact]
    public async Task Returns_what_the_work_returns_and_takes_markup_as_text()
    {
        var writer = new StringWriter();
        var result = await LiveSync.RunAsync(writer, progress =>
        {
            progress.Report(new SyncNote(SyncStage.Fetch, "[red]evil[/] [/]") { Done = 1, Total = 2 });
            progress.Report(new SyncNote(SyncStage.Fetch, "whole") { Done = 2, Total = 2, Took = TimeSpan.FromSeconds(1) });
            return Task.FromResult(42);
        });
        Assert.Equal(42, result);
    }
}
