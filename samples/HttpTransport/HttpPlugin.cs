using System.Net;
using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Samples.HttpTransport;

/// <summary>Fetches files over http and https: ranges, resume, mirrors.</summary>
public sealed class HttpPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        builder.Services.AddSingleton(HttpSettings.Read(builder.Settings));
        // One client for the plugin's life, disposed with its container.
        builder.Services.AddSingleton(_ => new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.None, // offsets count the file's own bytes
            MaxAutomaticRedirections = 5,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            UseCookies = false,
        })
        { Timeout = Timeout.InfiniteTimeSpan });
        builder.AddTransport<HttpTransport>();
    }
}
