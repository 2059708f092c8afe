using System.Collections.Concurrent;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>The host's catalog in memory.</summary>
internal sealed class FakeCatalog : IHostCatalog
{
    /// <summary>The models that are there now.</summary>
    public ConcurrentDictionary<string, ModelDescription> Models { get; } = new();

    public string? Cursor { get; private set; }

    /// <summary>Called with each step before it is stored: a crash is an exception here.</summary>
    public Action<Discovery> BeforeStep { get; set; } = _ => { };

    public Task<string?> CursorAsync(string source, CancellationToken ct) => Task.FromResult(Cursor);

    public Task RecordAsync(string source, Discovery step, CancellationToken ct)
    {
        BeforeStep(step);
        if (step is ModelFound found) Models[found.Description.Origin.Text] = found.Description;
        if (step is ModelGone gone) Models.TryRemove(gone.Reference.Text, out _);
        if (step is DiscoveryCursor cursor) Cursor = cursor.Text;
        return Task.CompletedTask;
    }
}
