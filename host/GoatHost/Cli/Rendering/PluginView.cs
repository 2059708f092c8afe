using GoatHost.Engine.Plugins;

namespace GoatHost.Cli.Rendering;

/// <summary>A plugin as <c>--json</c> shows it.</summary>
internal sealed record PluginView(string Id, string? Version, string State, string Folder, bool OwnProcess, IReadOnlyList<string> Provides, string? Problem)
{
    public static PluginView Of(PluginStatus plugin) =>
        new(plugin.Id, plugin.Version, StateName(plugin.State), plugin.Folder, plugin.OwnProcess, plugin.Provides, plugin.Problem);

    public static string StateName(PluginState state) => state switch
    {
        PluginState.Ready => "ready",
        PluginState.Disabled => "disabled",
        PluginState.Faulted => "faulted",
        PluginState.Unloaded => "unloaded",
        PluginState.Loaded => "loaded",
        PluginState.Degraded => "degraded",
        PluginState.Draining => "draining",
        PluginState.Quarantined => "quarantined",
        _ => "discovered",
    };
}
