using GoatHost.Abstractions;

namespace GoatHost.Plugins.BitTorrent;

public sealed class BitTorrentPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
