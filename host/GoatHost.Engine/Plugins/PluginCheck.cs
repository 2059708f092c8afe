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

        // Also what will live in a worker is loaded here: managed code alone runs until a model is opened.
        var context = await LoadAsync(package, lines, ct);
        if (manifest.OwnProcess) await CheckWorkerAsync(package, lines, ct);
        lines.Add(await Unloading.FreedAsync(context, _lendings.Time, ct)
            ? new PluginCheckLine("unload", true, "freed")
            : new PluginCheckLine("unload", manifest.OwnProcess, "pinned: something of it is still referenced, so a reload needs a restart"));
    }

    private async Task<WeakReference> LoadAsync(PluginPackage package, List<PluginCheckLine> lines, CancellationToken ct)
    {
        using var guard = new PluginGuard(package.Manifest.Id, _deadlines, _lendings.Time, _lendings.Loggers.CreateLogger("GoatHost.Plugins"));
        var (plugin, capabilities) = await PluginCapabilities.LoadAsync(package, _lendings, guard, ct);
        lines.Add(new PluginCheckLine("load", true, "the dll loads, Configure returns and the container holds together"));
        lines.Add(Provides(package.Manifest, capabilities));
        if (!package.Manifest.OwnProcess) await CheckHealthAsync(capabilities, lines, ct);
        await guard.QuietlyAsync("unloading", () => plugin.DisposeAsync().AsTask());
        return plugin.Context;
    }

    private async Task CheckWorkerAsync(PluginPackage package, List<PluginCheckLine> lines, CancellationToken ct)
    {
        var runtimes = package.Manifest.Provides.Select(one => new WorkerRuntime(package, one.Name, _workers));
        await CheckHealthAsync(PluginCapabilities.None with { Runtimes = [.. runtimes] }, lines, ct);
    }

    private static async Task CheckHealthAsync(PluginCapabilities capabilities, List<PluginCheckLine> lines, CancellationToken ct)
    {
        foreach (var capability in capabilities.All)
        {
            var health = await capability.CheckAsync(ct);
            lines.Add(new PluginCheckLine($"health of {capability.Name}", health.Status != HealthStatus.Unhealthy, health.Detail ?? health.Status.ToString()));
        }
    }

    private static PluginCheckLine Provides(PluginManifest manifest, PluginCapabilities capabilities)
    {
        if (capabilities.Twice is { } twice) return new PluginCheckLine("provides", false, $"{twice} is registered twice");
        var unsaid = capabilities.Provides.Except(manifest.Provides).ToList();
        var unkept = manifest.Provides.Except(capabilities.Provides).ToList();
        return (unsaid, unkept) switch
        {
            ([], []) => new PluginCheckLine("provides", true, string.Join(", ", manifest.Provides)),
            ([], _) => new PluginCheckLine("provides", false, $"{PluginManifest.FileName} names what is not registered: {string.Join(", ", unkept)}"),
            _ => new PluginCheckLine("provides", false, $"registered but not in {PluginManifest.FileName}: {string.Join(", ", unsaid)}"),
        };
    }

    private static string Next(List<PluginCheckLine> lines) => lines.Count switch { 0 => "manifest", 1 => "contract", 2 => "load", _ => "health" };
}
