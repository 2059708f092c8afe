using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Plugins;

namespace GoatHost.Cli.Checkups;

/// <summary>How the plugins are, and what their capabilities say of themselves: natives and devices are a runtime's to know.</summary>
internal static class PluginCheckup
{
    public static async Task<IReadOnlyList<DoctorLine>> RunAsync(EngineScope engine, CancellationToken ct)
    {
        var host = await engine.StartPluginsAsync(ct);
        List<DoctorLine> lines = [.. host.Plugins.Select(Plugin)];
        foreach (var source in host.Sources) lines.Add(await CheckAsync("source", source, isNeeded: false, ct));
        foreach (var transport in host.Transports) lines.Add(await CheckAsync("transport", transport, isNeeded: false, ct));
        foreach (var runtime in host.Runtimes) lines.Add(await CheckAsync("runtime", runtime, isNeeded: true, ct));
        lines.AddRange((await engine.Devices.AskAsync(ct)).SelectMany(Devices));
        if (host.Runtimes.Count == 0) lines.Add(DoctorLine.Broken("runtime", "no plugin runs models; goat plugin list says why"));
        return lines;
    }

    internal static DoctorLine Plugin(PluginStatus plugin) => plugin.State switch
    {
        PluginState.Faulted or PluginState.Quarantined => DoctorLine.Broken($"plugin {plugin.Id}", plugin.Problem ?? "it failed without a word"),
        PluginState.Disabled => DoctorLine.Note($"plugin {plugin.Id}", "disabled"),
        PluginState.Discovered or PluginState.Degraded => DoctorLine.Note($"plugin {plugin.Id}", plugin.Problem ?? "not loaded"),
        _ => DoctorLine.Ok($"plugin {plugin.Id}", $"{plugin.Version} provides {string.Join(' ', plugin.Provides)}"),
    };

    /// <summary>A source that cannot be reached is worth a note; a runtime that cannot run leaves nothing to do.</summary>
    internal static async Task<DoctorLine> CheckAsync(string kind, ICapability capability, bool isNeeded, CancellationToken ct)
    {
        var what = $"{kind} {capability.Name}";
        try
        {
            var health = await capability.CheckAsync(ct);
            return health.Status switch
            {
                HealthStatus.Healthy => DoctorLine.Ok(what, health.Detail ?? "ready"),
                HealthStatus.Unhealthy when isNeeded => DoctorLine.Broken(what, health.Detail ?? "cannot work"),
                _ => DoctorLine.Note(what, health.Detail ?? "does not work now"),
            };
        }
        catch (GoatException failed)
        {
            return isNeeded ? DoctorLine.Broken(what, failed.Message) : DoctorLine.Note(what, failed.Message);
        }
    }

    internal static IEnumerable<DoctorLine> Devices(RuntimeDevices runtime) => runtime.Problem is { } problem
        ? [DoctorLine.Note($"devices of {runtime.Runtime}", problem)]
        : runtime.Devices.Select(device => DoctorLine.Ok(device.IsGpu ? "GPU" : "processor",
            $"{device.Name}, {Quantities.Bytes(device.FreeMemory)} free of {Quantities.Bytes(device.TotalMemory)} ({runtime.Runtime})"));
}
