using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Plugins.BitTorrent;

/// <summary>The BitTorrent house: fetches and serves the files of a torrent.</summary>
public sealed class BitTorrentPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var folder = builder.DataDirectory;
        var settings = BitTorrentSettings.Read(builder.Settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new TorrentFolders(folder));
        builder.Services.AddSingleton<TorrentLinks>();
        builder.AddTransport<BitTorrentTransport>().AddCommand<ShowCommand>();
    }
}
