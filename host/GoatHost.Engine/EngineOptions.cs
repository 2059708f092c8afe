using GoatHost.Engine.Inference;

namespace GoatHost.Engine;

/// <summary>Where the engine finds what it needs. Every path is absolute.</summary>
public sealed record EngineOptions
{
    /// <summary>The data directory: database, models, plugin data. Created when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The read-only default plugins.json; the data directory's own overrides it by id.</summary>
    public required string DefaultPluginList { get; init; }

    /// <summary>The folder whose subfolders are the staged plugins.</summary>
    public required string PluginsDirectory { get; init; }

    /// <summary>How to start a worker: the program and its first arguments; <c>worker</c> and the rest are appended.</summary>
    public required IReadOnlyList<string> WorkerCommand { get; init; }

    /// <summary>How many models may be in memory, and for how long.</summary>
    public ResidencyRules Residency { get; init; } = new();

    /// <summary>Load no plugin: what a host can do alone, it still does.</summary>
    public bool SafeMode { get; init; }
}
