using GoatHost.Abstractions;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Disks;
using GoatHost.Engine.Store.Transfers;

namespace GoatHost.Engine.Store.Recovery;

/// <summary>Undoes what a process that was killed left half done, before anything new begins.</summary>
internal sealed class StoreRecovery(
    StoreDatabase database, DataLayout layout, StoreLocks locks, Leftovers leftovers, AbandonedFiles abandoned, StoreLog log)
{
    private int _cleaned;

    /// <summary>Cheap when nothing is half done. Safe beside other processes: who publishes holds the store's lock.</summary>
    public async Task MendAsync(CancellationToken ct)
    {
        var (moves, left) = await database.ReadAsync(
            connection => (connection.Scalar("SELECT count(*) FROM moves"), connection.Scalar("SELECT count(*) FROM leftovers")), ct);
        if (moves + left > 0)
        {
            using var held = await locks.TakeAsync(StoreLocks.Store, null, ct);
            foreach (var move in await database.ReadAsync(connection => MoveTable.All(connection, layout), ct)) await TakeBackAsync(move, ct);
            await leftovers.ClearAsync(ct);
        }
        if (Interlocked.Exchange(ref _cleaned, 1) == 0) await abandoned.CleanAsync(ct);
    }

    /// <summary>The file was moved and the model never recorded: it goes back to its transfer, whose record still describes it.</summary>
    private async Task TakeBackAsync(Move move, CancellationToken ct)
    {
        var (record, published) = await database.ReadAsync(
            connection => (TransferTable.Find(connection, layout, move.Source), FileTable.At(connection, layout, move.Target).Count > 0), ct);
        if (!published && !File.Exists(move.Source) && FileStamp.Of(move.Target) is { } stamp && record?.Describes(stamp) == true) Return(move);
        await database.WriteAsync(connection => MoveTable.Remove(connection, layout, move.Source), ct);
    }

    private void Return(Move move)
    {
        Links.Refuse(move.Source, layout.Incoming);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(move.Source)!);
            File.Move(move.Target, move.Source);
            DirectorySync.FlushUp(Path.GetDirectoryName(move.Source)!, layout.Root);
            DataLayout.PruneEmpty(Path.GetDirectoryName(move.Target), layout.Models);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException(
                $"A publishing was cut off, and {move.Target} cannot be taken back to {move.Source}: {e.Message.TrimEnd('.')}; try again.", e);
        }
        log.TakenBack(move.Target, move.Source);
    }
}
