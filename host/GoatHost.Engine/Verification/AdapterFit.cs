using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Verification;

/// <summary>Finds the adapters that are to go with a model, and holds each against it before a runtime sees either.</summary>
public sealed class AdapterFit(ModelStore store, ModelVerifier verifier)
{
    /// <summary>Adapters of one model: each costs memory, and a runtime looks at all of them for each tensor.</summary>
    private const int Most = 32;

    /// <summary>Pairs that were found to fit, by what their files hash to: headers are read once, not for each request.</summary>
    private readonly ConcurrentDictionary<(string Model, string Adapter), bool> _fitting = new();

    /// <summary>A model with its adapters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="wanted">The adapters, by their names in the store; they come back in this order, under their full names.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="RequestException">There is no such adapter, or it is made for another model.</exception>
    /// <exception cref="RefusedException">Its file is not what it was.</exception>
    public async Task<VerifiedModel> AddAsync(VerifiedModel model, IReadOnlyList<AdapterScale> wanted, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Count > Most)
            throw new RequestException($"{wanted.Count} adapters are more than the {Most} that a model may have at once: leave some out.");
        var adapters = new List<VerifiedModel>(wanted.Count);
        foreach (var one in wanted) adapters.Add(await FindAsync(model, one.Name, ct));
        if (adapters.DistinctBy(adapter => adapter.Name).Count() < adapters.Count)
            throw new RequestException($"{model.Name} is to run with one adapter twice: name it once, with one scale.");
        return model.With(adapters);
    }

    /// <summary>Whether a stored model can have adapters.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public async Task CheckAsync(StoredModel model, IReadOnlyList<AdapterScale> wanted, CancellationToken ct) =>
        await AddAsync(await verifier.OpenAsync(model, ct), wanted, ct);

    private async Task<VerifiedModel> FindAsync(VerifiedModel model, string name, CancellationToken ct)
    {
        var stored = await store.FindAsync(name, ct) ?? throw new RequestException(
            $"{model.Name} is to run with the adapter {ShownText.Of(name)}, which is not on this machine: goat pull fetches it.");
        if (stored.Summary.Adapter is null)
            throw new RequestException($"{stored.FullName} is a model and no adapter for one: give it by itself.");
        var adapter = await verifier.OpenAsync(stored, ct);
        var pair = (string.Join(' ', model.Files.Select(file => file.Sha256)), adapter.Files[0].Sha256);
        if (!_fitting.ContainsKey(pair))
        {
            await Task.Run(() => Check(model, adapter, ct), ct);
            _fitting[pair] = true;
        }
        return adapter;
    }

    private static void Check(VerifiedModel model, VerifiedModel adapter, CancellationToken ct)
    {
        var headers = GgufSplit.Read([.. model.Files.Select(file => file.FullPath)], ct);
        var header = GgufReader.Read(adapter.Files[0].FullPath, ct);
        GgufAdapter.Check([header]);
        GgufAdapterFit.Check(header, headers);
    }
}
