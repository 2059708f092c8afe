using GoatHost.Cli.Rendering;
using GoatHost.Engine.Plugins;

namespace GoatHost.Control;

/// <summary>What a reload did.</summary>
internal sealed record ReloadView(PluginView Now, bool WasLoaded, bool Freed, string? LikelyCause)
{
    public static ReloadView Of(PluginReload reload) => new(PluginView.Of(reload.Now), reload.WasLoaded, reload.Freed, reload.LikelyCause);
}
