using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Sync;

/// <summary>Lets every source search, and keeps what they find in the catalog.</summary>
public sealed partial class ModelDiscovery
{
    private readonly ICapabilities _capabilities;
    private readonly DiscoveredModels _catalog;
    private readonly ILogger<ModelDiscovery> _logger;

    internal ModelDiscovery(ICapabilities capabilities, DiscoveredModels catalog, ILogger<ModelDiscovery> logger) =>
        (_capabilities, _catalog, _logger) = (capabilities, catalog, logger);

    /// <summary>
    /// Searches with all sources at once, each from where it was. Every step is stored before it is yielded. A source that fails is told of
    /// in one <see cref="ModelRefused"/> that bears its name, and does not stop the others.
    /// </summary>
    /// <param name="ct">Ends the search; it goes on from there the next time.</param>
    public async IAsyncEnumerable<Discovery> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var steps = Channel.CreateBounded<Discovery>(16);
        var searches = Task.WhenAll(_capabilities.Sources.Select(source => SearchAsync(source, steps.Writer, ended.Token)));
        var closing = CloseAsync(searches, steps.Writer);
        try
        {
            await foreach (var step in steps.Reader.ReadAllAsync(ct)) yield return step;
        }
        finally
        {
            // Who stops reading stops the searches; they have stored what they told.
            await ended.CancelAsync();
            await closing;
        }
    }

    internal static ModelDiscovery From(IServiceProvider services) => new(
        services.GetRequiredService<ICapabilities>(),
        services.GetRequiredService<DiscoveredModels>(),
        services.GetRequiredService<ILogger<ModelDiscovery>>());

    private async Task SearchAsync(ISource source, ChannelWriter<Discovery> steps, CancellationToken ct)
    {
        try
        {
            var cursor = await _catalog.CursorAsync(source.Name, ct);
            await foreach (var step in source.DiscoverAsync(cursor, ct))
            {
                await _catalog.RecordAsync(source.Name, step, ct);
                await steps.WriteAsync(step, ct);
            }
        }
        catch (GoatException e)
        {
            LogFailed(source.Name, e.Message);
            await steps.WriteAsync(new ModelRefused(new Reference(source.Name), $"The search of {source.Name} ended early: {e.Message}"), ct);
        }
    }

    private static async Task CloseAsync(Task searches, ChannelWriter<Discovery> steps)
    {
        await searches.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        steps.TryComplete(searches.IsFaulted ? searches.Exception.InnerException : null);
    }

    [LoggerMessage(EventIds.DiscoveryFailed, LogLevel.Warning, "The search of {Source} ended early: {Reason}")]
    private partial void LogFailed(string source, string reason);
}
