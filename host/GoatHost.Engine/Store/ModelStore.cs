using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Disks;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Store.Recovery;
using GoatHost.Engine.Store.Transfers;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store;

/// <summary>The models on this machine: what is recorded of them, and their files.</summary>
public sealed class ModelStore
{
    private readonly StoreDatabase _database;
    private readonly DataLayout _layout;
    private readonly StoreLocks _locks;
    private readonly Leftovers _leftovers;
    private readonly StoreLog _log;
    private readonly NamedModels _named;

    internal ModelStore(StoreDatabase database, DataLayout layout, StoreLocks locks, Leftovers leftovers, StoreLog log) =>
        (_database, _layout, _locks, _leftovers, _log, _named) = (database, layout, locks, leftovers, log, new NamedModels(database, layout));

    public async Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct) =>
        await _database.ReadAsync(connection => ModelTable.All(connection, _layout), ct);

    /// <summary>Finds by a <see cref="ModelName"/>. Without a tag: what is tagged <c>latest</c>, else what was published last.</summary>
    public async Task<StoredModel?> FindAsync(string name, CancellationToken ct)
    {
        if (!ModelName.TryParse(name, out var asked)) return null;
        var named = await _named.FindAsync(asked.Name, ct);
        if (asked.Digest is not null) named = [.. named.Where(model => model.Digest == asked.Digest)];
        return named.FirstOrDefault(model => model.Quantization.Equals(asked.Tag ?? ModelName.Latest, StringComparison.OrdinalIgnoreCase))
            ?? (asked.Tag is null ? named.FirstOrDefault(model => model.Derivation is null) ?? (named is [var last, ..] ? last : null) : null);
    }

    /// <summary>Finds what was published from an origin, the one added last first.</summary>
    public async Task<IReadOnlyList<StoredModel>> FindByOriginAsync(Reference origin, CancellationToken ct) =>
        await _database.ReadAsync(connection => ModelTable.OfOrigin(connection, _layout, origin), ct);

    /// <summary>Finds a file of these bytes that is still as it was when it was hashed.</summary>
    public async Task<StoredFile?> FindByDigestAsync(string sha256, CancellationToken ct)
    {
        var files = await _database.ReadAsync(connection => FileTable.WithDigest(connection, _layout, sha256), ct);
        return files.Find(IsUnchanged);
    }

    /// <summary>Whether a file is as it was when it was hashed: size, modification time, inode. One that cannot be looked at is not.</summary>
    public static bool IsUnchanged(StoredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return FileStamp.Of(file.FullPath) == file.Stamp;
        }
        catch (GoatException)
        {
            return false;
        }
    }

    /// <summary>Forgets a model and deletes the files that the host itself wrote, unless another model shares them.</summary>
    /// <exception cref="GoatException">There is no such model, or a file of it cannot be deleted yet; the model is forgotten then.</exception>
    public async Task RemoveAsync(StoredModel model, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var held = await _locks.TakeAsync(StoreLocks.Store, null, ct);
        await _database.WriteAsync(connection => Forget(connection, model), ct);
        _log.Forgotten(model.FullName);
        var kept = await _leftovers.ClearAsync(ct);
        if (model.Files.FirstOrDefault(file => kept.ContainsKey(file.FullPath)) is { } file)
        {
            throw new GoatException(
                $"{model.FullName} is forgotten, but {file.FullPath} cannot be deleted: {kept[file.FullPath]}; the next sync tries again, or delete it by hand.");
        }
    }

    /// <summary>Puts verified files in their place and records the model. In this order: the intent, the moves, their durability, one transaction.</summary>
    internal async Task<StoredModel> PublishAsync(Publication publication, CancellationToken ct)
    {
        using var held = await _locks.TakeAsync(StoreLocks.Store, null, ct);
        var placement = await _database.WriteAsync(connection => Intend(connection, publication), ct);
        _log.Placing(publication.Model.FullName, placement.Name);
        var files = placement.Files.Select(Place).ToList();
        var model = placement.Describe(publication.Model, files);
        _log.Durable(model.FullName);
        // From here on the files are in place, so the record is written even if the person is leaving.
        await _database.WriteAsync(connection => Record(connection, model, placement, publication), CancellationToken.None);
        _log.Recorded(model.FullName);
        try
        {
            await _leftovers.ClearAsync(CancellationToken.None);
        }
        catch (GoatException e)
        {
            // The model is published; what is left over is recorded, and cleared the next time.
            _log.NotCleaned(e.Message);
        }
        return model;
    }

    /// <summary>Records that a file was hashed again under a new stamp, and is the same.</summary>
    internal Task RestampAsync(StoredFile file, FileStamp stamp, CancellationToken ct) =>
        _database.WriteAsync(connection => FileTable.Restamp(connection, _layout, file, stamp), ct);

    /// <summary>The host makes no links: a file of its own that became one leads out of the store.</summary>
    /// <exception cref="RefusedException">The file is a link, or lies behind one.</exception>
    internal void RefuseLinks(StoredFile file)
    {
        if (!file.InPlace) Links.Refuse(file.FullPath, _layout.Models);
    }

    private Placement Intend(SqliteConnection connection, Publication publication)
    {
        var placement = Placement.Choose(connection, _layout, publication);
        foreach (var move in placement.Moves) MoveTable.Put(connection, _layout, move);
        return placement;
    }

    private StoredFile Place(PlacedFile file)
    {
        var stored = file.Place(_layout);
        if (file.Moves) _log.Moved(file.Source.FullPath, file.FullPath);
        return stored;
    }

    private void Record(SqliteConnection connection, StoredModel model, Placement placement, Publication publication)
    {
        var origins = placement.SameBytes is { } same ? ModelTable.OriginsOf(connection, same) : [];
        ModelTable.Put(connection, _layout, model, origins.Append(publication.Model.Origin));
        foreach (var file in publication.Files.Where(file => file.Home == FileHome.Incoming))
        {
            TransferTable.Remove(connection, _layout, file.FullPath);
            MoveTable.Remove(connection, _layout, file.FullPath);
            LeftoverTable.Put(connection, _layout, file.FullPath);
        }
        LeaveOver(connection, placement.Replaced?.Files ?? []);
    }

    private void Forget(SqliteConnection connection, StoredModel model)
    {
        var files = ModelTable.Named(connection, _layout, model.Name).Find(stored => stored.FullName == model.FullName)?.Files;
        if (files is null || !ModelTable.Remove(connection, model)) throw new GoatException($"There is no {model.FullName} to remove: see goat list.");
        LeaveOver(connection, files);
    }

    /// <summary>Files of the host's own that no record names any more are to be deleted.</summary>
    private void LeaveOver(SqliteConnection connection, IReadOnlyList<StoredFile> files)
    {
        foreach (var file in files.Where(file => !file.InPlace && FileTable.At(connection, _layout, file.FullPath).Count == 0))
            LeftoverTable.Put(connection, _layout, file.FullPath);
    }
}
