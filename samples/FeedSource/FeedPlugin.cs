using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Samples.FeedSource;

/// <summary>Finds models in JSON, RSS and Atom feeds of magnet links and web addresses.</summary>
public sealed class FeedPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        builder.Services.AddSingleton(new FeedSettings([.. builder.Settings.GetSection("feeds").GetChildren().Select(feed => feed.Value).OfType<string>()]));
        builder.Services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler { MaxAutomaticRedirections = 5 }) { Timeout = Timeout.InfiniteTimeSpan });
        builder.Services.AddSingleton<FeedReader>();
        builder.AddSource<FeedSource>();
    }
}

/// <summary>The plugin's settings.</summary>
/// <param name="Feeds">Web addresses or paths of the feeds to search.</param>
internal sealed record FeedSettings(IReadOnlyList<string> Feeds);
