using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
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
    public static async Task<StoredModel> BringAsync(CliContext cli, EngineScope engine, string text, string? quantization, CancellationToken ct)
    {
        if (await engine.Store.FindAsync(quantization is null ? text : $"{text}:{quantization}", ct) is { } stored) return stored;
        var options = new SyncOptions { Quantization = quantization };
        await engine.StartPluginsAsync(ct);
        return await SyncView.OnErrorAsync(cli.Terminal, cli.Time,
            progress => engine.Sync.SyncAsync(new Reference(text), options, progress, ct));
    }
}
