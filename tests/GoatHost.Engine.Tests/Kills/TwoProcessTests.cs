using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Engine.Tests.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Kills;

/// <summary>Two processes on one data directory.</summary>
public sealed class TwoProcessTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Fetch_once_between_them()
    {
        await using var one = Child.Sync(_data.Path, edition: 1);
        await one.UntilAsync("sent 2000");
        await using var two = Child.Sync(_data.Path, edition: 1);
        Assert.Equal((0, 0), (await one.EndAsync(), await two.EndAsync()));
        Assert.Equal(("kills:Q8_0", "kills:Q8_0"), (one.Told("sync"), two.Told("sync")));
        Assert.Equal(Editions.Total, Sent(one) + Sent(two));
        Assert.Equal(1, await KilledStore.CheckAsync(_data.Path));
    }

    [Fact]
    public async Task The_second_says_that_it_waits_and_takes_over_when_the_first_is_killed()
    {
        await using var one = Child.Sync(_data.Path, edition: 1, "sent 60000");
        await one.UntilAsync("sent 60000");
        await using var two = Child.Sync(_data.Path, edition: 1);
        await two.UntilAsync("waiting");
        var recorded = await KilledStore.RecordedAsync(_data.Path, edition: 1);
        await one.KillAsync();

        Assert.Equal(0, await two.EndAsync());
        Assert.InRange(Sent(two), 1, Editions.Total - recorded);
        Assert.Equal(1, await KilledStore.CheckAsync(_data.Path));
    }

    [Fact]
    public async Task The_second_takes_over_a_publishing_that_was_cut_off_while_it_waited()
    {
        await using var one = Child.Sync(_data.Path, edition: 1, "Moved 1");
        await one.UntilAsync("Moved 1");
        await using var two = Child.Sync(_data.Path, edition: 1);
        await two.UntilAsync("waiting");
        await one.KillAsync();

        Assert.Equal(0, await two.EndAsync());
        Assert.Equal(0, Sent(two));
        Assert.Equal(1, await KilledStore.CheckAsync(_data.Path));
    }

    [Fact]
    public async Task A_model_may_be_removed_while_another_process_fetches_its_next_edition()
    {
        await KilledStore.FinishAsync(_data.Path, edition: 1);
        await using var child = Child.Sync(_data.Path, edition: 2, "sent 2000");
        await child.UntilAsync("sent 2000");
        await RemoveAsync();
        await child.GoOnAsync();
        Assert.Equal(0, await child.EndAsync());
        Assert.Equal(2, await KilledStore.CheckAsync(_data.Path));
        Assert.Equal(0, await KilledStore.FinishAsync(_data.Path, edition: 2));
    }

    [Fact]
    public async Task Removing_waits_for_a_publishing_and_goes_on_when_that_is_killed()
    {
        await KilledStore.FinishAsync(_data.Path, edition: 1);
        await using var child = Child.Sync(_data.Path, edition: 2, "Durable 1");
        await child.UntilAsync("Durable 1");
        var removing = RemoveAsync();
        await Task.Delay(200);
        Assert.False(removing.IsCompleted);
        await child.KillAsync();
        await removing;
        Assert.Null(await KilledStore.CheckAsync(_data.Path));
        Assert.Equal(0, await KilledStore.FinishAsync(_data.Path, edition: 2));
    }

    [Fact]
    public async Task A_model_that_is_open_elsewhere_may_be_removed()
    {
        await KilledStore.FinishAsync(_data.Path, edition: 1);
        await using var rig = new SyncRig(_data.Path);
        var file = (await rig.Store.FindAsync("kills", default))!.Files[0];
        await using (var open = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            // Where an open file cannot be deleted, a sentence says so, and the next sync deletes it.
            try
            {
                await RemoveAsync();
            }
            catch (GoatException e)
            {
                Assert.Contains("is forgotten, but", e.Message, StringComparison.Ordinal);
            }
            Assert.Empty(await rig.Store.ListAsync(default));
            Assert.Equal(Editions.PartSize, open.Length);
        }
        Assert.Equal(Editions.Total, await KilledStore.FinishAsync(_data.Path, edition: 2));
    }

    private static long Sent(Child child) => long.Parse(child.Told("sent"), CultureInfo.InvariantCulture);

    private async Task RemoveAsync()
    {
        await using var rig = new SyncRig(_data.Path);
        await rig.Store.RemoveAsync((await rig.Store.FindAsync("kills", default))!, default);
    }
}
