using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Disks;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>The memory of transfers over a crash.</summary>
internal sealed class TransferRecords(StoreDatabase database, DataLayout layout)
{
    public Task<TransferRecord?> FindAsync(string fullPath, CancellationToken ct) =>
        database.ReadAsync(connection => TransferTable.Find(connection, layout, fullPath), ct);

    public Task SaveAsync(TransferRecord record, CancellationToken ct) =>
        database.WriteAsync(connection => TransferTable.Put(connection, layout, record), ct);

    /// <summary>Deletes a transfer: its bytes first, then the memory of them.</summary>
    public async Task DropAsync(string fullPath, CancellationToken ct)
    {
        Links.Refuse(Path.GetDirectoryName(fullPath)!, layout.Incoming);
        try
        {
            if (File.Exists(fullPath)) File.Delete(fullPath);
            DataLayout.PruneEmpty(Path.GetDirectoryName(fullPath), layout.Incoming);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{fullPath} cannot be deleted: {e.Message.TrimEnd('.')}; delete it by hand.", e);
        }
        await database.WriteAsync(connection => TransferTable.Remove(connection, layout, fullPath), ct);
    }
}
