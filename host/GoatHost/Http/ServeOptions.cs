using System.Net;
using GoatHost.Composition;
using GoatHost.Http.Guards;
using GoatHost.Http.Keys;

namespace GoatHost.Http;

/// <summary>How to serve. Beyond loopback there are always keys.</summary>
/// <param name="Listen">Where to listen.</param>
/// <param name="Keys">The keys that are taken; null asks for none.</param>
internal sealed record ServeOptions(IPEndPoint Listen, ApiKeys? Keys)
{
    /// <summary>The web pages and apps that may use it.</summary>
    public AllowedOrigins Origins { get; init; } = AllowedOrigins.Local;

    /// <summary>The names it may be called by.</summary>
    public AllowedHosts Hosts { get; init; } = AllowedHosts.Local;

    /// <summary>How long answers that are being given may go on when the server is to end.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    public bool IsLoopback => IPAddress.IsLoopback(Listen.Address);

    /// <summary>Whether a key is asked for is settled here: one who removes the last key while the server runs locks it and does not open it.</summary>
    public static async Task<ServeOptions> ReadAsync(IPEndPoint listen, string? key, KeyFile stored, CancellationToken ct)
    {
        var given = string.IsNullOrWhiteSpace(key) ? null : new ApiKey(key);
        var needed = given is not null || (await stored.ReadAsync(ct)).Count > 0;
        var options = new ServeOptions(listen, needed ? new ApiKeys(given, stored) : null);
        if (options is { IsLoopback: false, Keys: null })
        {
            throw new UsageException(
                $"Listening on {options.Listen} would let others use this machine without a key; make one with goat key add, or listen on 127.0.0.1.");
        }
        return options;
    }
}
