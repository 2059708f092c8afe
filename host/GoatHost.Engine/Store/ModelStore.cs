using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Store.Transfers;
using Microsoft.Data.Sqlite;

namespace GoatHost.Engine.Store;

/// <summary>The models on this machine: what is recorded of them, and their files.</summary>
public sealed class ModelStore
{
    private const string Lock = "store";

    private readonly StoreDatabase _database;
    private readonly DataLayout _layout;
    private readonly StoreLocks _locks;

    internal ModelStore(StoreDatabase database, DataLayout layout, StoreLocks locks) =>
        (_database, _layout, _locks) = (database, layout, locks);

    public async Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct) =>
        await _database.ReadAsync(connection => ModelTable.All(connection, _layout), ct);

    /// <summary>Finds by <c>name[:quantization]</c>, whatever the case; <c>:latest</c> is no quantization. Without one: the one added last.</summary>
    public async Task<StoredModel?> FindAsync(string name, CancellationToken ct)
    {
        var asked = ModelName.Parse(name);
        var named = await _database.ReadAsync(connection => ModelTable.Named(connection, _layout, asked.Name), ct);
        return named.Find(model =>
            asked.Quantization is null || model.Quantization.Equals(asked.Quantization, StringComparison.OrdinalIgnoreCase));
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

    /// <summary>Whether a file is as it was when it was hashed: size, modification time, inode.</summary>
    public static bool IsUnchanged(StoredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FileStamp.Of(file.FullPath) == file.Stamp;
    }

    /// <summary>Forgets a model and deletes the files that the host itself wrote, unless another model shares them.</summary>
    public async Task RemoveAsync(StoredModel model, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var held = await _locks.TakeAsync(Lock, null, ct);
        var orphans = await _database.WriteAsync(connection =>
        {
            if (!ModelTable.Remove(connection, model)) throw new GoatException($"There is no {model.FullName} to remove: see goat list.");
            return Orphans(connection, model.Files);
        }, ct);
        foreach (var file in orphans) DeleteOwn(file.FullPath);
    }

    /// <summary>Puts verified files in their place and records the model: the files first, then one transaction.</summary>
    internal async Task<StoredModel> PublishAsync(Publication publication, CancellationToken ct)
    {
        using var held = await _locks.TakeAsync(Lock, null, ct);
        var placement = await _database.ReadAsync(connection => Placement.Choose(connection, _layout, publication), ct);
        var model = placement.Describe(publication.Model, placement.Files.Select(file => file.Place()).ToList());
        // From here on the files are in place, so the record is written even if the person is leaving.
        var orphans = await _database.WriteAsync(connection => Record(connection, model, placement, publication), CancellationToken.None);
        foreach (var file in publication.Files.Where(file => file.Home == FileHome.Incoming))
        {
            if (File.Exists(file.FullPath)) File.Delete(file.FullPath);
            DataLayout.PruneEmpty(Path.GetDirectoryName(file.FullPath), _layout.Incoming);
        }
        foreach (var file in orphans) DeleteOwn(file.FullPath);
        return model;
    }

    /// <summary>Records that a file was hashed again under a new stamp, and is the same.</summary>
    internal Task RestampAsync(StoredFile file, FileStamp stamp, CancellationToken ct) =>
        _database.WriteAsync(connection => FileTable.Restamp(connection, _layout, file, stamp), ct);

    private List<StoredFile> Record(SqliteConnection connection, StoredModel model, Placement placement, Publication publication)
    {
        var origins = placement.SameBytes is { } same ? ModelTable.OriginsOf(connection, same) : [];
        ModelTable.Put(connection, _layout, model, origins.Append(publication.Model.Origin));
        foreach (var file in publication.Files) TransferTable.Remove(connection, _layout, file.FullPath);
        return Orphans(connection, placement.Replaced?.Files ?? []);
    }

    /// <summary>Files of the host's own that no record names any more.</summary>
    private List<StoredFile> Orphans(SqliteConnection connection, IReadOnlyList<StoredFile> files) =>
        files.Where(file => !file.InPlace && FileTable.At(connection, _layout, file.FullPath).Count == 0).ToList();

    private void DeleteOwn(string fullPath)
    {
        if (!DataLayout.IsBelow(fullPath, _layout.Models)) return;
        try
        {
            if (File.Exists(fullPath)) File.Delete(fullPath);
            DataLayout.PruneEmpty(Path.GetDirectoryName(fullPath), _layout.Models);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"The model is forgotten, but {fullPath} cannot be deleted: {e.Message.TrimEnd('.')}; delete it by hand.", e);
        }
    }
}
