using GoatHost.Abstractions;
using GoatHost.Engine;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Loading;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.PluginContract.Tests;

/// <summary>A plugin as the build staged it, loaded without its guard, so that what it throws is seen.</summary>
internal sealed class StagedPlugin : IAsyncDisposable
{
    private readonly TempFolder _data = new();
    private LoadedPlugin? _plugin;

    private StagedPlugin() { }

    /// <summary>These tests run in artifacts/bin/PluginContract.Tests/debug.</summary>
    public static string Artifacts { get; } = Path.GetFullPath("../../..", AppContext.BaseDirectory.TrimEnd('/', '\\'));

    public static string Folder(string id) => Path.Combine(Artifacts, "plugins", id);

    /// <summary>Every staged plugin's id.</summary>
    public static TheoryData<string> Ids => new(Directory.GetDirectories(Folder("")).Select(folder => Path.GetFileName(folder)).Order());

    public static EngineOptions Options(string data) => new()
    {
        DataDirectory = data,
        DefaultPluginList = Path.Combine(data, "default.json"),
        PluginsDirectory = Folder(""),
        WorkerCommand = ["dotnet", Path.Combine(Artifacts, "bin", "GoatHost", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/', '\\')), "goat.dll")],
    };

    public static HostLendings Lendings { get; } = MakeLendings(TimeProvider.System);

    public static WorkerLauncher Launcher(string data) => new(Options(data), TimeProvider.System, NullLoggerFactory.Instance);

    public static PluginCheck Check(string data) => new(Lendings, new GuardDeadlines(), Launcher(data));

    public string Data => _data.Path;

    public PluginPackage Package { get; private set; } = null!;

    public IReadOnlyList<ISource> Sources { get; private set; } = [];

    public IReadOnlyList<ITransport> Transports { get; private set; } = [];

    public IReadOnlyList<IRuntime> Runtimes { get; private set; } = [];

    public static Task<StagedPlugin> LoadAsync(string id, params (string Key, string? Value)[] settings) => LoadAsync(id, TimeProvider.System, settings);

    public static async Task<StagedPlugin> LoadAsync(string id, TimeProvider time, params (string Key, string? Value)[] settings)
    {
        var staged = new StagedPlugin();
        staged.Package = await PluginPackage.OpenAsync(
            Folder(id), settings.ToDictionary(pair => pair.Key, pair => pair.Value), _ => staged.Data, CancellationToken.None);
        if (staged.Package.Manifest.OwnProcess)
        {
            staged.Runtimes = [.. staged.Package.Manifest.Provides.Select(one => new WorkerRuntime(staged.Package, one.Name, Launcher(staged.Data)))];
            return staged;
        }
        var plugin = staged._plugin = LoadedPlugin.Load(staged.Package, MakeLendings(time));
        (staged.Sources, staged.Transports, staged.Runtimes) = (plugin.Capabilities<ISource>(), plugin.Capabilities<ITransport>(), plugin.Capabilities<IRuntime>());
        return staged;
    }

    public IEnumerable<ICapability> All => [.. Sources, .. Transports, .. Runtimes, .. _plugin?.Capabilities<ICommand>() ?? []];

    public async ValueTask DisposeAsync()
    {
        if (_plugin is not null) await _plugin.DisposeAsync();
        _data.Dispose();
    }

    private static HostLendings MakeLendings(TimeProvider time)
    {
        var nothing = new NothingLent();
        return new HostLendings(NullLoggerFactory.Instance, time, nothing, nothing, nothing);
    }
}
