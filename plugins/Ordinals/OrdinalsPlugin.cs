using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals;

public sealed class OrdinalsPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
