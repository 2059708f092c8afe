using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Runs the search into the host's catalog, once or for as long as it is watched.</summary>
internal sealed class CatalogScan(ChainRoads roads, InscriptionScan scan, IHostCatalog catalog, TimeProvider clock)
{
    /// <summary>How often a road that tells no news by itself is asked for its tip.</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(10);

    public async Task RunAsync(ScanOptions options, ICommandOutput output, CancellationToken ct)
    {
        using var only = options.Road is { } kind ? roads.Only(kind) : null;
        var chosen = only ?? roads;
        for (ChainTip? done = null; ; await PauseAsync(chosen, done, ct))
        {
            try
            {
                var road = chosen.Open();
                var tip = await road.TipAsync(ct);
                if (tip == done) continue;
                await PassAsync(road, options, output, ct);
                done = tip;
                if (options.Watch && !options.Json) output.Text($"at height {tip.Height}, waiting for the next block");
            }
            catch (GoatException error) when (options.Watch && error is not RefusedException)
            {
                // A node that is restarted comes back, and whoever watches wants to be there then.
                output.Progress(0, $"asked again in {PollEvery.TotalSeconds:0} s: {error.Message}");
            }
            if (!options.Watch) return;
        }
    }

    /// <summary>Until the first road tells of another tip, or, where it tells of none by itself, for a while.</summary>
    private async Task PauseAsync(ChainRoads chosen, ChainTip? done, CancellationToken ct)
    {
        if (done is { } known && chosen.Open().Following is { } following)
        {
            try
            {
                await following.NextTipAsync(known, ct);
                return;
            }
            catch (GoatException)
            {
                // Nobody is left to tell it: the tip is asked for in a while, and that says what is wrong.
            }
        }
        await Task.Delay(PollEvery, clock, ct);
    }

    private async Task PassAsync(IChainRoad road, ScanOptions options, ICommandOutput output, CancellationToken ct)
    {
        var writer = new ScanWriter(output, options.Json, null);
        var pass = new ScanPass(road, roads.Network, ScanCursor.Parse(await catalog.CursorAsync(InscriptionId.Scheme, ct)))
        {
            From = options.From,
            To = options.To,
            Seen = options.Json ? writer.Write : null,
            Passed = (height, end) => output.Progress(end == 0 ? 1 : height / (double)end, $"block {height} of {end}"),
        };
        var (found, end) = (0, (int?)null);
        await foreach (var step in scan.RunAsync(pass with { Passed = (height, last) => { pass.Passed(height, last); end = height; } }, ct))
        {
            await catalog.RecordAsync(InscriptionId.Scheme, step, ct);
            if (step is ModelFound) found++;
            if (!options.Json && Line(step) is { } line) output.Text(line);
        }
        output.Progress(1, "");
        if (!options.Json) output.Text(end is { } height ? $"{found} models found, up to height {height}" : "nothing new");
        writer.Finish();
    }

    private static string? Line(Discovery step) => step switch
    {
        ModelFound { Description: var model } => $"found    {model.Origin}  {model.Name}",
        ModelGone gone => $"gone     {gone.Reference}: its block is no longer on the chain",
        ModelRefused refused => $"refused  {refused.Reference}: {refused.Reason}",
        _ => null,
    };
}
