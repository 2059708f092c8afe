using GoatHost.Engine;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Loading;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Benchmarks.Samples;

/// <summary>What this build staged: the plugins, and the program that is a worker.</summary>
internal static class Build
{
    // artifacts/bin/Benchmarks/release is where this runs.
    private static readonly string Folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
    private static readonly string Artifacts = Path.GetFullPath("../../..", Folder);

    public static EngineOptions Options(string data) => new()
    {
        DataDirectory = data,
        DefaultPluginList = Path.Combine(data, "default.json"),
        PluginsDirectory = Path.Combine(Artifacts, "plugins"),
        WorkerCommand = ["dotnet", Path.Combine(Artifacts, "bin", "GoatHost", Path.GetFileName(Folder), "goat.dll")],
    };

    public static Task<PluginPackage> PluginAsync(string id, string data) => PluginPackage.OpenAsync(
        Path.Combine(Artifacts, "plugins", id), new Dictionary<string, string?>(), plugin => Path.Combine(data, plugin), CancellationToken.None);

    public static HostLendings Lendings()
    {
        var nothing = new NothingLent();
        return new(NullLoggerFactory.Instance, TimeProvider.System, nothing, nothing, nothing);
    }
}
