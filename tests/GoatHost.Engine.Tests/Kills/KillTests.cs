using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Kills;

/// <summary>Processes that are killed while they replace one edition of a model by the next: always the one or the other is there, whole.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("begin Resolve", 1)]
    [InlineData("end Resolve", 1)]
    [InlineData("begin Plan", 1)]
    [InlineData("end Plan", 1)]
    [InlineData("begin Fetch", 1)]
    [InlineData("sent 3000", 1)]
    [InlineData("sent 70000", 1)]
    [InlineData("end Fetch", 1)]
    [InlineData("begin Verify", 1)]
    [InlineData("end Verify", 1)]
    [InlineData("begin Publish", 1)]
    [InlineData("Placing 1", 1)]
    [InlineData("Moved 1", 1)]
    [InlineData("Moved 2", 1)]
    [InlineData("Durable 1", 1)]
    [InlineData("Recorded 1", 2)]
    [InlineData("Deleted 1", 2)]
    [InlineData("Deleted 4", 2)]
    [InlineData("end Publish", 2)]
    public async Task Killed_at_a_boundary_it_loses_no_model_and_goes_on(string point, int published)
    {
        await KilledStore.FinishAsync(_data.Path, edition: 1);
        await using (var child = Child.Sync(_data.Path, edition: 2, point))
        {
            await child.UntilAsync(point);
            await child.KillAsync();
        }

        Assert.Equal(published, await KilledStore.CheckAsync(_data.Path));
        var recorded = await KilledStore.RecordedAsync(_data.Path, edition: 2);
        if (point is "sent 70000") Assert.InRange(recorded, 1, 70_000);
        var sent = await KilledStore.FinishAsync(_data.Path, edition: 2);
        Assert.Equal(published == 2 ? 0 : Editions.Total - recorded, sent);
    }

    [Fact]
    public async Task Killed_at_random_instants_it_loses_no_model_and_goes_on()
    {
        await KilledStore.FinishAsync(_data.Path, edition: 1);
        for (var round = 1; round <= Rounds.Of(10, 100); round++)
        {
            var edition = round + 1;
            await using (var child = Child.Sync(_data.Path, edition))
            {
                await child.UntilAsync("begin Resolve");
                await Task.Delay(new Random(round).Next(700));
                await child.KillAsync();
            }
            var published = await KilledStore.CheckAsync(_data.Path);
            Assert.True(published == round || published == edition, $"Round {round}: edition {published} is published.");
            var recorded = await KilledStore.RecordedAsync(_data.Path, edition);
            var sent = await KilledStore.FinishAsync(_data.Path, edition);
            Assert.Equal(published == edition ? 0 : Editions.Total - recorded, sent);
        }
    }

    [Fact]
    public async Task Killed_again_and_again_it_fetches_no_byte_twice_that_was_recorded()
    {
        foreach (var stop in new[] { "sent 30000", "sent 20000", "Moved 1", "Durable 1" })
        {
            await using var child = Child.Sync(_data.Path, edition: 1, stop);
            await child.UntilAsync(stop);
            await child.KillAsync();
            Assert.Null(await KilledStore.CheckAsync(_data.Path));
        }
        Assert.Equal(Editions.Total, await KilledStore.RecordedAsync(_data.Path, edition: 1));
        Assert.Equal(0, await KilledStore.FinishAsync(_data.Path, edition: 1));
    }

    [Theory]
    [InlineData("Forgotten 1")]
    [InlineData("Deleted 1")]
    public async Task Killed_while_removing_it_leaves_no_file_for_ever(string point)
    {
        await KilledStore.FinishAsync(_data.Path, edition: 1);
        await using (var child = Child.Remove(_data.Path, point))
        {
            await child.UntilAsync(point);
            await child.KillAsync();
        }
        Assert.Null(await KilledStore.CheckAsync(_data.Path));
        Assert.Equal(Editions.Total, await KilledStore.FinishAsync(_data.Path, edition: 2));
    }
}
