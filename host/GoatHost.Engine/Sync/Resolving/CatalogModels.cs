using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Catalog;

namespace GoatHost.Engine.Sync.Resolving;

/// <summary>Names found earlier: in the store, and in the catalog of what discovery saw.</summary>
internal sealed class CatalogModels(ModelStore store, DiscoveredModels catalog)
{
    public async Task<Resolved?> FindAsync(Reference reference, CancellationToken ct)
    {
        if (!ModelName.TryParse(reference.Text, out var asked)) return null;
        var stored = await store.FindAsync(asked.ToString(), ct);
        var seen = (await catalog.FindAsync(asked.Name, ct)).ToList();
        // What is here already, of this quantization or another, says which of several publishers is meant.
        var known = stored ?? await store.FindAsync(asked.Name, ct);
        if (known is not null && seen.Find(entry => entry.Reference == known.Origin)?.Description is { } same)
            return new Resolved(same) { Quantization = asked.Tag };
        if (stored is not null) return new Resolved(Describe(stored)) { Quantization = asked.Tag };
        return seen.Count switch
        {
            0 => null,
            1 => new Resolved(seen[0].Description!) { Quantization = asked.Tag },
            _ => throw new GoatException(
                $"{seen.Count} publishers have a model named {asked.Name}: say which by its reference, "
                + $"{string.Join(" or ", seen.Take(5).Select(entry => entry.Reference))}."),
        };
    }

    private static ModelDescription Describe(StoredModel model) => new()
    {
        Name = model.Name,
        Origin = model.Origin,
        Title = model.Title,
        License = model.License,
        Files = model.Files.Select(file => new Artifact(file.Path, file.Size, file.Sha256, model.Quantization, [])).ToList(),
        Locators = model.Locators,
        Proofs = model.Proofs,
    };
}
