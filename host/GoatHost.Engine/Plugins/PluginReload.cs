namespace GoatHost.Engine.Plugins;

/// <summary>What a reload did.</summary>
/// <param name="Now">The plugin as it is now.</param>
/// <param name="WasLoaded">Whether there was code of it to unload.</param>
/// <param name="Freed">Whether the old code and its memory are gone; a plugin in a process of its own goes with the process.</param>
/// <param name="LikelyCause">Why it is not, as a sentence; null when it is.</param>
public sealed record PluginReload(PluginStatus Now, bool WasLoaded, bool Freed, string? LikelyCause);
