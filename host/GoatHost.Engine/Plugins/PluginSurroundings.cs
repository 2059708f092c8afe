using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Quarantines;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins;

/// <summary>What every slot of the host stands in.</summary>
internal sealed record PluginSurroundings(
    EngineOptions Options, HostLendings Lendings, GuardDeadlines Deadlines, WorkerLauncher Workers,
    StartMarkers Markers, CallMarkers Calls, Quarantine Quarantine, ILogger Log)
{
    /// <summary>The folder whose subfolders are the plugins' own data.</summary>
    public string DataRoot => Path.Combine(Options.DataDirectory, "plugins");

    public static PluginSurroundings Of(EngineOptions options, HostLendings lendings, GuardDeadlines deadlines, WorkerLauncher workers)
    {
        var log = lendings.Loggers.CreateLogger("GoatHost.Plugins");
        var markers = new StartMarkers(options.DataDirectory, log);
        var calls = new CallMarkers(options.DataDirectory, lendings.Time, log);
        return new PluginSurroundings(
            options, lendings, deadlines, workers, markers, calls, new Quarantine(options.DataDirectory, markers, calls, workers, log), log);
    }
}
