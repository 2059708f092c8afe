using System.Net;
using GoatHost.Composition;

namespace GoatHost.Http;

/// <summary>How to serve. Beyond loopback there is always a key.</summary>
internal sealed record ServeOptions(IPEndPoint Listen, ApiKey? ApiKey)
{
    /// <summary>The web pages and apps that may use it.</summary>
    public AllowedOrigins Origins { get; init; } = AllowedOrigins.Local;

    /// <summary>The names it may be called by.</summary>
    public AllowedHosts Hosts { get; init; } = AllowedHosts.Local;

    public bool IsLoopback => IPAddress.IsLoopback(Listen.Address);

    public static ServeOptions Read(string? listen, string? key)
    {
        var options = new ServeOptions(ListenAddress.Read(listen), string.IsNullOrWhiteSpace(key) ? null : new ApiKey(key));
        if (options is { IsLoopback: false, ApiKey: null })
        {
            throw new UsageException($"Listening on {options.Listen} would let others use this machine without a key; set GOAT_API_KEY, or listen on 127.0.0.1.");
        }
        return options;
    }
}
