using GoatHost.Abstractions;

namespace GoatHost.Samples.HttpTransport;

public sealed class HttpPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
