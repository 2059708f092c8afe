using GoatHost.Abstractions;
using GoatHost.Engine;
using GoatHost.Engine.Inference;

namespace GoatHost.Composition;

/// <summary>Where this installation keeps its plugins, its sample and its data.</summary>
internal sealed record Layout
{
    private const string PluginListName = "plugins.json";

    /// <summary>The source tree's root, or the published folder: wherever plugins.json lies.</summary>
    public required string InstallFolder { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>Whether the data directory was named by GOAT_HOME.</summary>
    public required bool HomeIsGiven { get; init; }

    /// <summary>How to start this same program: an executable and its first arguments.</summary>
    public required IReadOnlyList<string> SelfCommand { get; init; }

    /// <summary>How many models may be in memory, and for how long.</summary>
    public ResidencyRules Residency { get; init; } = new();

    public string PluginList => Path.Combine(InstallFolder, PluginListName);

    public string PluginsDirectory => IsSourceTree ? StagedPlugins : Path.Combine(InstallFolder, "plugins");

    public string OfflineSamples => Path.Combine(InstallFolder, "samples", "offline");

    /// <summary>A source tree stages its plugins under artifacts/; a published folder has them beside goat.</summary>
    public bool IsSourceTree => Directory.Exists(StagedPlugins);

    private string StagedPlugins => Path.Combine(InstallFolder, "artifacts", "plugins");

    public EngineOptions EngineOptions => new()
    {
        DataDirectory = DataDirectory,
        DefaultPluginList = PluginList,
        PluginsDirectory = PluginsDirectory,
        WorkerCommand = SelfCommand,
        Residency = Residency,
    };

    public static Layout Find(ProcessFacts process)
    {
        var home = process.Environment("GOAT_HOME");
        return new Layout
        {
            InstallFolder = FindInstallFolder(process.BaseDirectory),
            DataDirectory = string.IsNullOrWhiteSpace(home) ? DataFolders.OfPlatform(process.Environment) : Path.GetFullPath(home),
            HomeIsGiven = !string.IsNullOrWhiteSpace(home),
            SelfCommand = FindSelf(process),
            Residency = ResidencySettings.OfEnvironment(process.Environment),
        };
    }

    private static string FindInstallFolder(string baseDirectory)
    {
        for (var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, PluginListName))) return folder;
        }
        throw new GoatException($"No plugins.json was found in {baseDirectory} or above it, so this installation is not whole: publish or unpack it again.");
    }

    private static string[] FindSelf(ProcessFacts process)
    {
        var program = Path.GetFileNameWithoutExtension(process.ProcessPath);
        if (string.Equals(program, "goat", StringComparison.OrdinalIgnoreCase)) return [process.ProcessPath!];
        var dotnet = string.Equals(program, "dotnet", StringComparison.OrdinalIgnoreCase) ? process.ProcessPath! : "dotnet";
        return [dotnet, Path.Combine(process.BaseDirectory, "goat.dll")];
    }
}
