using GoatHost.Abstractions;

namespace GoatHost.Samples.EchoRuntime;

public sealed class EchoPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
