using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Loading;
using GoatHost.Engine.Plugins.Manifests;

namespace GoatHost.Engine.Plugins;

/// <summary>One line of a check.</summary>
public sealed record PluginCheckLine(string What, bool Ok, string Detail);

/// <summary>Tries a plugin folder as the host would load it, and says what it found.</summary>
public sealed class PluginCheck
{
    private readonly HostLendings _lendings;
    private readonly GuardDeadlines _deadlines;
    private readonly WorkerLauncher _workers;

    internal PluginCheck(HostLendings lendings, GuardDeadlines deadlines, WorkerLauncher workers) =>
        (_lendings, _deadlines, _workers) = (lendings, deadlines, workers);

    /// <summary>Checks from the outside in, and stops at the first line that fails.</summary>
    public async Task<IReadOnlyList<PluginCheckLine>> RunAsync(string folder, CancellationToken ct)
    {
        var lines = new List<PluginCheckLine>();
        var data = Directory.CreateTempSubdirectory("goat-check-");
        try
        {
            await RunAsync(folder, data.FullName, lines, ct);
        }
        catch (GoatException e)
        {
            lines.Add(new PluginCheckLine(Next(lines), false, e.Message));
        }
        finally
        {
            data.Delete(recursive: true);
        }
        return lines;
    }

    private async Task RunAsync(string folder, string data, List<PluginCheckLine> lines, CancellationToken ct)
    {
        var manifest = await PluginManifest.ReadAsync(Path.GetFullPath(folder), ct);
        lines.Add(new PluginCheckLine("manifest", true, $"{manifest.Id} {manifest.Version}{(manifest.OwnProcess ? ", in a process of its own" : "")}"));

        var package = await PluginPackage.OpenAsync(folder, new Dictionary<string, string?>(), _ => data, ct);
        lines.Add(new PluginCheckLine("contract", true, $"built against {manifest.Contract.ToString(2)}; this host has {ContractCheck.HostContract.ToString(2)}"));

        if (manifest.OwnProcess) await CheckWorkerAsync(package, lines, ct);
        else lines.Add(await FreedAsync(await CheckHereAsync(package, lines, ct), ct));
    }

    /// <returns>The load context, to see it go, and a guess at what would pin it.</returns>
    private async Task<(WeakReference Context, string Cause)> CheckHereAsync(PluginPackage package, List<PluginCheckLine> lines, CancellationToken ct)
    {
        using var guard = new PluginGuard(package.Manifest.Id, _deadlines, _lendings.Time, _lendings.Loggers.CreateLogger("GoatHost.Plugins"));
        var (plugin, capabilities) = await PluginCapabilities.LoadAsync(package, _lendings, guard, ct);
        lines.Add(new PluginCheckLine("load", true, "the dll loads, Configure returns and the container holds together"));
        lines.Add(Provides(package.Manifest, [.. capabilities.Provides.Select(one => one.ToString())]));
        await CheckHealthAsync(capabilities.All, lines, ct);
        await guard.QuietlyAsync("unloading", () => plugin.DisposeAsync().AsTask());
        return (plugin.Context, PinningCauses.Likely(guard.StillRunning, package.AssemblyPath));
    }

    private async Task CheckWorkerAsync(PluginPackage package, List<PluginCheckLine> lines, CancellationToken ct)
    {
        await using (var worker = await _workers.StartAsync(package, ct))
        {
            lines.Add(new PluginCheckLine("load", true, "a worker starts, the dll loads in it, Configure returns and the container holds together"));
            lines.Add(Provides(package.Manifest, worker.Loaded.Provides));
        }
        await CheckHealthAsync(PluginCapabilities.InWorkers(package, _workers).Runtimes, lines, ct);
        lines.Add(new PluginCheckLine("unload", true, "goes with its process"));
    }

    private async Task<PluginCheckLine> FreedAsync((WeakReference Context, string Cause) unloaded, CancellationToken ct) => await Unloading.FreedAsync(unloaded.Context, _lendings.Time, ct)
        ? new PluginCheckLine("unload", true, "freed")
        : new PluginCheckLine("unload", false, $"pinned, so its memory comes back only with a restart; the likely cause is {unloaded.Cause}");

    private static async Task CheckHealthAsync(IEnumerable<ICapability> capabilities, List<PluginCheckLine> lines, CancellationToken ct)
    {
        foreach (var capability in capabilities)
        {
            var health = await capability.CheckAsync(ct);
            lines.Add(new PluginCheckLine($"health of {capability.Name}", health.Status != HealthStatus.Unhealthy, health.Detail ?? health.Status.ToString()));
        }
    }

    private static PluginCheckLine Provides(PluginManifest manifest, IReadOnlyList<string> registered)
    {
        var written = manifest.Provides.Select(one => one.ToString()).ToList();
        var (unsaid, unkept) = (registered.Except(written).ToList(), written.Except(registered).ToList());
        if (registered.GroupBy(one => one).FirstOrDefault(same => same.Count() > 1) is { } twice) return new PluginCheckLine("provides", false, $"{twice.Key} is registered twice");
        if (unsaid.Count > 0) return new PluginCheckLine("provides", false, $"registered but not in {PluginManifest.FileName}: {string.Join(", ", unsaid)}");
        return unkept.Count > 0
            ? new PluginCheckLine("provides", false, $"{PluginManifest.FileName} names what is not registered: {string.Join(", ", unkept)}")
            : new PluginCheckLine("provides", true, string.Join(", ", written));
    }

    private static string Next(List<PluginCheckLine> lines) => lines.Count switch { 0 => "manifest", 1 => "contract", 2 => "load", _ => "health" };
}
