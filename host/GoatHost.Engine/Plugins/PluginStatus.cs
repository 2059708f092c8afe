namespace GoatHost.Engine.Plugins;

/// <summary>Where a plugin stands.</summary>
public enum PluginState
{
    /// <summary>Listed, and not looked at yet or not to be loaded (safe mode).</summary>
    Discovered,

    /// <summary>Its code runs, and it is not handed out yet.</summary>
    Loaded,

    Ready,

    /// <summary>In use, but it failed within the last minute or says itself that it is not well.</summary>
    Degraded,

    /// <summary>Not handed out any more; calls in flight come to their end.</summary>
    Draining,

    Unloaded,
    Disabled,

    /// <summary>Not loaded, or loaded in vain: the problem says why.</summary>
    Faulted,

    /// <summary>Kept out after it ended a process or hung at start, or out of use until a health check finds it well.</summary>
    Quarantined,
}

/// <summary>A plugin as people see it.</summary>
/// <param name="Problem">One sentence: why it is not ready, or its last fault while it is; null when all is well.</param>
public sealed record PluginStatus(string Id, string? Version, PluginState State, string Folder, bool OwnProcess, IReadOnlyList<string> Provides, string? Problem);
