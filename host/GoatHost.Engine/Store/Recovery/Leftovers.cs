using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Disks;
using GoatHost.Engine.Store.Transfers;

namespace GoatHost.Engine.Store.Recovery;

/// <summary>Deletes what is left over: recorded before, so that neither a kill nor a file in use leaves it for ever.</summary>
internal sealed class Leftovers(StoreDatabase database, DataLayout layout, StoreLog log)
{
    /// <summary>Deletes what can be deleted. The caller holds the store's lock.</summary>
    /// <returns>What could not be deleted, with the reason; it is tried again the next time.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ClearAsync(CancellationToken ct)
    {
        var kept = new Dictionary<string, string>();
        foreach (var fullPath in await database.ReadAsync(connection => LeftoverTable.All(connection, layout), ct))
        {
            if (!await IsUsedAsync(fullPath, ct) && Delete(fullPath) is { } reason)
            {
                kept[fullPath] = reason;
                log.Kept(fullPath, reason);
                continue;
            }
            await database.WriteAsync(connection => LeftoverTable.Remove(connection, layout, fullPath), ct);
        }
        return kept;
    }

    /// <summary>A place that could not be cleared may have been taken again.</summary>
    private Task<bool> IsUsedAsync(string fullPath, CancellationToken ct) => database.ReadAsync(
        connection => FileTable.At(connection, layout, fullPath).Count > 0 || TransferTable.Find(connection, layout, fullPath) is not null, ct);

    /// <summary>Only below the folders that the host writes, and never through a link.</summary>
    private string? Delete(string fullPath)
    {
        var folder = DataLayout.IsBelow(fullPath, layout.Models) ? layout.Models : layout.Incoming;
        if (!DataLayout.IsBelow(fullPath, folder)) return null;
        if (Links.On(Path.GetDirectoryName(fullPath)!, folder) is { } link) return $"{link} is a link, which is not followed";
        try
        {
            if (File.Exists(fullPath)) File.Delete(fullPath);
            log.Deleted(fullPath);
            DataLayout.PruneEmpty(Path.GetDirectoryName(fullPath), folder);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
