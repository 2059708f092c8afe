using GoatHost.Abstractions;
using GoatHost.Engine.Store.Catalog;
using GoatHost.Engine.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Sync;

public sealed class DiscoveryTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Stores_each_step_and_goes_on_from_the_last_cursor()
    {
        await using (var rig = new SyncRig(_data.Path))
        {
            rig.Source.Steps.AddRange([Found("a"), new ModelRefused(new Reference("ord:b"), "It is cut off."), new DiscoveryCursor("height 7")]);
            Assert.Equal(3, (await ReadAsync(rig)).Count);
            Assert.Null(rig.Source.StartedFrom);
        }
        await using var next = new SyncRig(_data.Path);
        next.Source.Steps.Add(new ModelGone(new Reference("ord:a")));
        await ReadAsync(next);

        Assert.Equal("height 7", next.Source.StartedFrom);
        var seen = await next.Get<DiscoveredModels>().ListAsync(default);
        Assert.Equal([("ord:b", CatalogState.Refused, "It is cut off."), ("ord:a", CatalogState.Gone, null)], seen.Select(entry => (entry.Reference.Text, entry.State, entry.Reason)));
        Assert.Empty(await next.Get<DiscoveredModels>().FindAsync("a", default));
    }

    [Fact]
    public async Task A_plugins_own_search_is_stored_as_the_hosts_is_with_the_parents_of_what_it_found()
    {
        await using var rig = new SyncRig(_data.Path);
        var catalog = rig.Get<DiscoveredModels>();
        var child = Found("a").Description with { Parents = [new(new Reference("ord:parent"), true)] };
        await catalog.RecordAsync("ord", new ModelFound(child), default);
        await catalog.RecordAsync("ord", new DiscoveryCursor("height 9"), default);

        Assert.Equal("height 9", await catalog.CursorAsync("ord", default));
        Assert.Null(await catalog.CursorAsync("feed", default));
        var seen = Assert.Single(await catalog.ListAsync(default));
        Assert.Equal([new ModelParent(new Reference("ord:parent"), true)], seen.Description!.Parents);
    }

    [Fact]
    public async Task Tells_of_a_failing_source_once_and_hears_the_others_out()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Source.FailsWith = "The node is gone.";
        rig.Ord.Add(new FakeSource("feed"));
        rig.Ord[1].Steps.AddRange([Found("a"), Found("b"), Found("c")]);

        var steps = await ReadAsync(rig);

        Assert.Equal(3, steps.OfType<ModelFound>().Count());
        Assert.Contains("The node is gone.", Assert.Single(steps.OfType<ModelRefused>()).Reason, StringComparison.Ordinal);
        Assert.Equal(3, (await rig.Get<DiscoveredModels>().ListAsync(default)).Count);
    }

    [Fact]
    public async Task Stops_searching_when_nobody_listens_any_more()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Source.Steps.AddRange(Enumerable.Range(0, 500).Select(i => Found($"m{i}")));
        await foreach (var _ in rig.Get<ModelDiscovery>().RunAsync(default)) break;
        Assert.InRange((await rig.Get<DiscoveredModels>().ListAsync(default)).Count, 1, 100);
    }

    private static ModelFound Found(string name) => new(new ModelDescription { Name = name, Origin = new Reference("ord:" + name) });

    private static async Task<List<Discovery>> ReadAsync(SyncRig rig)
    {
        var steps = new List<Discovery>();
        await foreach (var step in rig.Get<ModelDiscovery>().RunAsync(default)) steps.Add(step);
        return steps;
    }
}
