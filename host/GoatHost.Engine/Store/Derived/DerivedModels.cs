using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store.Derived;

/// <summary>Makes models from others: another name, system prompt or parameters over the same files, in one record.</summary>
public sealed class DerivedModels
{
    private readonly StoreDatabase _database;
    private readonly DataLayout _layout;
    private readonly StoreLocks _locks;
    private readonly TimeProvider _time;

    internal DerivedModels(StoreDatabase database, DataLayout layout, StoreLocks locks, TimeProvider time) =>
        (_database, _layout, _locks, _time) = (database, layout, locks, time);

    /// <summary>Makes a model, in place of a derived one of the same name.</summary>
    /// <param name="name">What it is to be called.</param>
    /// <param name="parent">A model of the store; it may be removed later, and the files stay.</param>
    /// <param name="changes">What is changed, over what <paramref name="parent"/> itself changes.</param>
    /// <param name="license">Its licence, or null for that of <paramref name="parent"/>.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="RequestException">The name is that of a published model.</exception>
    public async Task<StoredModel> MakeAsync(
        ModelName name, StoredModel parent, ModelChanges changes, string? license, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(changes);
        var made = parent with
        {
            Name = name.Name,
            Quantization = name.Tag ?? ModelName.Latest,
            License = license ?? parent.License,
            AddedAt = _time.GetUtcNow(),
            Derivation = new ModelDerivation(
                parent.FullName,
                parent.ToPublished().Name,
                parent.ToPublished().Quantization,
                parent.Derivation is { } before ? changes.Over(before.Changes) : changes),
        };
        // The files must not be cleared away between their being looked up and their being named once more.
        using var held = await _locks.TakeAsync(StoreLocks.Store, null, ct);
        await _database.WriteAsync(connection => Put(connection, made, parent), ct);
        return made;
    }

    private void Put(SqliteConnection connection, StoredModel made, StoredModel parent)
    {
        if (Find(connection, parent.FullName, parent.Name) is null)
            throw new GoatException($"{parent.FullName} was removed just now, so nothing can be made from it.");
        if (Find(connection, made.FullName, made.Name) is { Derivation: null })
            throw new RequestException($"{made.FullName} is the name of a published model, which is never replaced: choose another name.");
        ModelTable.Put(connection, _layout, made, []);
    }

    private StoredModel? Find(SqliteConnection connection, string fullName, string name) =>
        ModelTable.Named(connection, _layout, name).Find(model => model.FullName.Equals(fullName, StringComparison.OrdinalIgnoreCase));
}
