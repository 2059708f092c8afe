using System.Text.Json.Serialization;
using GoatHost.Cli.Rendering;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Plugins;

namespace GoatHost.Control;

/// <summary>A model in a server's memory.</summary>
internal sealed record ResidentView(string Model, string Runtime, int ProcessId, long MemoryBytes, int Leases, int ContextTokens)
{
    public static ResidentView Of(ResidentModel model) => new(model.Model, model.Runtime, model.ProcessId, model.MemoryBytes, model.Leases, model.Limits.ContextTokens);
}

/// <summary>What a reload did.</summary>
internal sealed record ReloadView(PluginView Now, bool WasLoaded, bool Freed, string? LikelyCause)
{
    public static ReloadView Of(PluginReload reload) => new(PluginView.Of(reload.Now), reload.WasLoaded, reload.Freed, reload.LikelyCause);
}

/// <summary>Which models to unload.</summary>
/// <param name="Model">A name; null for all.</param>
internal sealed record StopRequest(string? Model);

/// <summary>What goes over the control socket.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ControlNote))]
[JsonSerializable(typeof(ResidentView[]))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ControlJson : JsonSerializerContext;
