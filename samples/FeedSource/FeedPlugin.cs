using GoatHost.Abstractions;

namespace GoatHost.Samples.FeedSource;

public sealed class FeedPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
