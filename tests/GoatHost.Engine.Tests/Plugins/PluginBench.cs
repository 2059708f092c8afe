using System.Text.Json.Nodes;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Plugins;

/// <summary>A data directory, a plugins directory with misbehaving plugins in it, and a host over both.</summary>
internal sealed class PluginBench : IDisposable
{
    private const string Dll = "GoatHost.Fixtures.Misbehaving.dll";

    private readonly TempFolder _root = new();

    public PluginBench()
    {
        Directory.CreateDirectory(Plugins);
        Directory.CreateDirectory(Data);
        WriteDefaults("""{ "plugins": [] }""");
    }

    public string Plugins => _root["plugins"];

    public string Data => _root["data"];

    public string Defaults => _root["default.json"];

    /// <summary>Artifacts of the build that these tests belong to: artifacts/bin/GoatHost.Engine.Tests/debug is where they run.</summary>
    public static string Artifacts { get; } = Path.GetFullPath("../../..", AppContext.BaseDirectory.TrimEnd('/', '\\'));

    public static string Configuration { get; } = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/', '\\'));

    public static string Program(string project, string dll) => Path.Combine(Artifacts, "bin", project, Configuration, dll);

    public EngineOptions Options => new()
    {
        DataDirectory = Data,
        DefaultPluginList = Defaults,
        PluginsDirectory = Plugins,
        WorkerCommand = ["dotnet", Program("GoatHost", "goat.dll")],
    };

    public static HostLendings Lendings { get; } = MakeLendings(TimeProvider.System);

    public static GuardDeadlines Deadlines { get; } = new()
    {
        Load = TimeSpan.FromSeconds(5), Question = TimeSpan.FromSeconds(2), Check = TimeSpan.FromSeconds(5), Grace = TimeSpan.FromMilliseconds(200),
    };

    public WorkerLauncher Launcher => new(Options, TimeProvider.System, NullLoggerFactory.Instance);

    public PluginHost Host(GuardDeadlines? deadlines = null, TimeProvider? time = null) =>
        new(Options, time is null ? Lendings : MakeLendings(time), deadlines ?? Deadlines, Launcher);

    public PluginChoices Choices() => new(Options, PluginSurroundings.Of(Options, Lendings, Deadlines, Launcher).Quarantine);

    public void WriteDefaults(string json) => File.WriteAllText(Defaults, json);

    public void List(params string[] ids) =>
        WriteDefaults($$"""{ "plugins": [ {{string.Join(", ", ids.Select(id => $$"""{ "id": "{{id}}" }"""))}} ] }""");

    /// <summary>A folder with the misbehaving dll, entered by one of its classes.</summary>
    public string Stage(string id, string entry, string provides = "source:moody", Action<JsonObject>? change = null)
    {
        var folder = Path.Combine(Plugins, id);
        Directory.CreateDirectory(folder);
        var from = Path.Combine(Artifacts, "fixtures", "misbehaving");
        foreach (var file in new[] { Dll, Path.ChangeExtension(Dll, ".deps.json") }) File.Copy(Path.Combine(from, file), Path.Combine(folder, file));
        var manifest = new JsonObject
        {
            ["id"] = id, ["version"] = "1.0.0", ["assembly"] = Dll, ["entry"] = $"GoatHost.Fixtures.Misbehaving.{entry}", ["contract"] = "1.0",
            ["provides"] = new JsonArray([.. provides.Split(',').Select(one => (JsonNode)one)]),
        };
        change?.Invoke(manifest);
        File.WriteAllText(Path.Combine(folder, "plugin.json"), manifest.ToJsonString());
        return folder;
    }

    public string StageRogue(bool ownProcess = true) => Stage("rogue", "RoguePlugin", "runtime:rogue,command:shout", manifest =>
    {
        manifest["formats"] = new JsonArray("gguf");
        manifest["commands"] = new JsonObject { ["shout"] = "Shouts: goat rogue shout <words>" };
        if (ownProcess) manifest["isolation"] = "process";
    });

    public void Dispose() => _root.Dispose();

    private static HostLendings MakeLendings(TimeProvider time)
    {
        var nothing = new NothingLent();
        return new HostLendings(NullLoggerFactory.Instance, time, nothing, nothing, nothing);
    }
}
