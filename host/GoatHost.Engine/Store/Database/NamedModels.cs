namespace GoatHost.Engine.Store.Database;

/// <summary>The models of a name, kept for as long as nobody writes to the database: a server looks the same few up with every request.</summary>
internal sealed class NamedModels(StoreDatabase database, DataLayout layout)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<StoredModel>> _kept = new(StringComparer.OrdinalIgnoreCase);
    private long _version;

    /// <summary>The models of a name, the one added last first.</summary>
    public async Task<IReadOnlyList<StoredModel>> FindAsync(string name, CancellationToken ct)
    {
        // Asked before the models are read: a write in between makes the next call read again.
        var version = database.Version();
        lock (_lock)
        {
            if (version != _version) _kept.Clear();
            _version = version;
            if (_kept.TryGetValue(name, out var kept)) return kept;
        }
        var models = await database.ReadAsync(connection => ModelTable.Named(connection, layout, name), ct);
        // Names that stand for nothing are anybody's to make up.
        if (models.Count == 0) return models;
        lock (_lock)
        {
            if (version == _version) _kept[name] = models;
        }
        return models;
    }
}
