using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Scans;

namespace GoatHost.Plugins.Ordinals;

/// <summary>Finds models in Bitcoin inscriptions, and proves what it finds.</summary>
internal sealed class OrdinalsSource(ChainRoads roads, InscriptionProver prover, InscriptionScan scan, IDescriptionReader descriptions) : ISource
{
    public string Name => InscriptionId.Scheme;

    public bool CanResolve(Reference reference) => InscriptionReference.TryParse(reference.Text, out _);

    public async Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct)
    {
        var proven = await prover.ProveAsync(Parse(reference), ct);
        var content = proven.ToContent();
        return descriptions.Read(new(proven.Inscription.Id.Reference), content) is { } model
            ? proven.WithParents(model)
            : throw new GoatException(
                $"Inscription {proven.Inscription.Id} describes no model: it is {content.Bytes.Length} bytes of "
                + $"{ShownText.Of(content.MediaType, "no stated type")}; goat cat shows it.");
    }

    public async Task<Content> ReadAsync(Reference reference, CancellationToken ct) =>
        (await prover.ProveAsync(Parse(reference), ct)).ToContent();

    public async IAsyncEnumerable<Discovery> DiscoverAsync(string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        // Without a road there is nothing to search, and a search over every source should go on with the next.
        if (!roads.IsConfigured) yield break;
        var pass = new ScanPass(roads.Open(), roads.Network, ScanCursor.Parse(cursor));
        await foreach (var step in scan.RunAsync(pass, ct)) yield return step;
    }

    public ValueTask<Health> CheckAsync(CancellationToken ct) => ValueTask.FromResult(roads.Health());

    private static InscriptionReference Parse(Reference reference) => InscriptionReference.TryParse(reference.Text, out var inscription)
        ? inscription
        : throw new GoatException(
            $"{reference} does not name an inscription; that is a txid of 64 hex digits, with i and a number after it, and perhaps ?height= or ?block=.");
}
