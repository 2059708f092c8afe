namespace GoatHost.Engine.Plugins;

/// <summary>Where a plugin stands.</summary>
public enum PluginState { Discovered, Ready, Disabled, Faulted, Unloaded }

/// <summary>A plugin as people see it.</summary>
/// <param name="Problem">One sentence: why it is not ready, or its last fault while it is; null when all is well.</param>
public sealed record PluginStatus(string Id, string? Version, PluginState State, string Folder, bool OwnProcess, IReadOnlyList<string> Provides, string? Problem);
