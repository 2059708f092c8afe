using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;

namespace GoatHost.Cli.Demos;

/// <summary>Stage 2: a seeder in a process of its own, and the sync from it. What is here already is not fetched again.</summary>
internal sealed class FetchStage(DemoScreen screen, EngineScope engine, DemoScript script, Layout layout, string sample)
{
    public Task<StoredModel> RunAsync(ModelDescription model, CancellationToken ct) => screen.StageAsync("Fetch it from a peer, every piece checked", async () =>
    {
        var stored = (await engine.Store.ListAsync(ct)).FirstOrDefault(known => known.Origin == model.Origin);
        if (stored is not null)
        {
            screen.Say($"{stored.FullName} is here already: nothing is fetched twice, and no seeder is started");
            return await SyncAsync(new SyncOptions { Quantization = stored.Quantization }, ct);
        }
        foreach (var locator in model.Locators.Take(1)) screen.Say($"inscribed: {locator.Text}");
        await using var seeder = await SeederProcess.StartAsync(layout, Path.Combine(sample, script.Seed), Path.Combine(sample, script.Folder), screen.Time, ct);
        screen.Say($"seeder:    process {seeder.Id}, on loopback");
        screen.Say($"joined as: {seeder.Reach.Text}");
        return await SyncAsync(new SyncOptions { Prefer = seeder.Reach }, ct);
    });

    private Task<StoredModel> SyncAsync(SyncOptions options, CancellationToken ct) => SyncView.OnOutAsync(
        screen.Terminal, screen.Time, "   ",
        progress => engine.Sync.SyncAsync(new Reference(script.Want), options, progress, ct));
}
