using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp;

public sealed class LlamaCppPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
