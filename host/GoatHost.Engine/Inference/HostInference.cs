using GoatHost.Abstractions;
using GoatHost.Engine.Store;

namespace GoatHost.Engine.Inference;

/// <summary>Sessions by catalog name, as plugins may ask for them.</summary>
internal sealed class HostInference(ModelStore store, ModelSessions sessions) : IHostInference
{
    public async Task<IModelSession> OpenAsync(string model, CancellationToken ct)
    {
        var stored = await store.FindAsync(model, ct) ?? throw new GoatException($"There is no model {model} on this machine: goat pull fetches one, goat list shows what there is.");
        return await sessions.OpenAsync(stored, new OpenOptions(), null, ct);
    }
}
