using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Control;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;

namespace GoatHost.Cli;

/// <summary>From what was typed to a model on this machine.</summary>
internal static class ModelLookup
{
    /// <summary>A model that is already here, by its name or by the reference it came from.</summary>
    public static async Task<StoredModel?> FindAsync(EngineScope engine, string text, string? quantization, CancellationToken ct)
    {
        if (await engine.Store.FindAsync(quantization is null ? text : $"{text}:{quantization}", ct) is { } named) return named;
        var models = await engine.Store.ListAsync(ct);
        return models.LastOrDefault(model => model.Derivation is null && model.Origin.Text == text
            && (quantization is null || string.Equals(model.Quantization, quantization, StringComparison.OrdinalIgnoreCase)));
    }

    public static async Task<StoredModel> NeedAsync(EngineScope engine, string text, CancellationToken ct) =>
        await FindAsync(engine, text, quantization: null, ct)
        ?? throw new GoatException($"There is no model {text} on this machine: goat list names those there are.");

    /// <summary>A model that is here, or is brought here now.</summary>
    /// <param name="cli">The terminal that is shown how it goes.</param>
    /// <param name="engine">The store, and what fetches when no server does.</param>
    /// <param name="server">The server to fetch it, if one runs: then it goes on when this command ends.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="options">What was asked of it.</param>
    /// <param name="ct">Ends the fetching, or the watching of the server's.</param>
    public static async Task<StoredModel> BringAsync(
        CliContext cli, EngineScope engine, ControlClient? server, string text, SyncOptions options, CancellationToken ct)
    {
        var quantization = options.Quantization;
        if (await engine.Store.FindAsync(quantization is null ? text : $"{text}:{quantization}", ct) is { } stored) return stored;
        var request = new PullRequest(FullText(text), quantization, options.AllowUnproven);
        if (server is not null) return await WatchAsync(cli, engine, server, request, ct);
        await engine.StartPluginsAsync(ct);
        return await SyncView.OnErrorAsync(cli.Terminal, cli.Time,
            progress => engine.Sync.SyncAsync(new Reference(text), options, progress, ct));
    }

    /// <summary>The server stands in another folder: to it, a file is known by its whole path.</summary>
    public static string FullText(string text) => File.Exists(text) ? Path.GetFullPath(text) : text;

    private static async Task<StoredModel> WatchAsync(
        CliContext cli, EngineScope engine, ControlClient server, PullRequest request, CancellationToken ct)
    {
        try
        {
            var name = await SyncView.OnErrorAsync(cli.Terminal, cli.Time, progress => ServedPull.WatchAsync(server, request, progress, ct));
            return await NeedAsync(engine, name, ct);
        }
        catch (OperationCanceledException left) when (ct.IsCancellationRequested)
        {
            throw new LeftException(
                $"goat serve (process {server.ProcessId}) goes on fetching it: the same command watches again, "
                + $"goat pull --stop {request.Reference} ends it.",
                left);
        }
    }
}
