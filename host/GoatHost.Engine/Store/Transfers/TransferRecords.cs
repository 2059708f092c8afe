using GoatHost.Engine.Store.Database;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>The memory of transfers over a crash.</summary>
internal sealed class TransferRecords(StoreDatabase database, DataLayout layout)
{
    public Task<TransferRecord?> FindAsync(string fullPath, CancellationToken ct) =>
        database.ReadAsync(connection => TransferTable.Find(connection, layout, fullPath), ct);

    public Task SaveAsync(TransferRecord record, CancellationToken ct) =>
        database.WriteAsync(connection => TransferTable.Put(connection, layout, record), ct);

    /// <summary>Whether a model's record names a file at this place.</summary>
    public Task<bool> IsPublishedAsync(string fullPath, CancellationToken ct) =>
        database.ReadAsync(connection => FileTable.At(connection, layout, fullPath).Count > 0, ct);

    /// <summary>Deletes a transfer: its bytes first, then the memory of them.</summary>
    public async Task DropAsync(string fullPath, CancellationToken ct)
    {
        if (File.Exists(fullPath)) File.Delete(fullPath);
        DataLayout.PruneEmpty(Path.GetDirectoryName(fullPath), layout.Incoming);
        await database.WriteAsync(connection => TransferTable.Remove(connection, layout, fullPath), ct);
    }
}
