using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;

namespace GoatHost.Engine.Store.Catalog;

/// <summary>The catalog: every model that a source found by itself, whether it was fetched or not.</summary>
public sealed class DiscoveredModels : IHostCatalog
{
    private readonly StoreDatabase _database;
    private readonly TimeProvider _time;

    internal DiscoveredModels(StoreDatabase database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>Everything that was seen, by name: found, refused and gone.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> ListAsync(CancellationToken ct) => await _database.ReadAsync(CatalogTable.All, ct);

    /// <summary>The models of a name, whatever the case. Several publishers may use one name.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> FindAsync(string name, CancellationToken ct) =>
        await _database.ReadAsync(connection => CatalogTable.Named(connection, name), ct);

    /// <inheritdoc/>
    public Task<string?> CursorAsync(string source, CancellationToken ct) =>
        _database.ReadAsync(connection => CatalogTable.Cursor(connection, source), ct);

    /// <inheritdoc/>
    public Task RecordAsync(string source, Discovery step, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        return _database.WriteAsync(connection =>
        {
            switch (step)
            {
                case ModelFound found:
                    CatalogTable.Put(connection, Entry(found.Description.Origin, CatalogState.Found, found.Description));
                    break;
                case ModelRefused refused:
                    CatalogTable.Put(connection, Entry(refused.Reference, CatalogState.Refused, null, refused.Reason));
                    break;
                case ModelGone gone:
                    CatalogTable.MarkGone(connection, gone.Reference);
                    break;
                case DiscoveryCursor cursor:
                    CatalogTable.PutCursor(connection, source, cursor.Text);
                    break;
            }
        }, ct);

        CatalogEntry Entry(Reference reference, CatalogState state, ModelDescription? description, string? reason = null) =>
            new(reference, source, state, description, reason, now);
    }
}
