using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Transfers;
using GoatHost.Engine.Tests.Sync;

namespace GoatHost.Engine.Tests.Kills;

/// <summary>What must hold of a data directory whenever a process that wrote it was killed.</summary>
internal static class KilledStore
{
    /// <summary>The database is sound, and what it lists is there, whole, byte for byte. Returns the published edition.</summary>
    public static async Task<int?> CheckAsync(string data)
    {
        await using var rig = new SyncRig(data);
        var (integrity, foreign) = await rig.Get<StoreDatabase>().ReadAsync(connection => (
            connection.Query("PRAGMA integrity_check", row => row.GetString(0)),
            connection.Query("PRAGMA foreign_key_check", row => row.GetString(0))), default);
        Assert.Equal(["ok"], integrity);
        Assert.Empty(foreign);
        var models = await rig.Store.ListAsync(default);
        foreach (var file in models.SelectMany(model => model.Files))
        {
            Assert.StartsWith(rig.Get<DataLayout>().Models, file.FullPath, StringComparison.Ordinal);
            Assert.Equal(file.Sha256, SyncRig.Hash(await File.ReadAllBytesAsync(file.FullPath)));
        }
        return models.Count == 0 ? null : Editions.Of(Assert.Single(models));
    }

    /// <summary>How many bytes of an edition the database says are durably here.</summary>
    public static async Task<long> RecordedAsync(string data, int edition)
    {
        await using var rig = new SyncRig(data);
        Editions.Publish(rig, edition);
        var folder = rig.Get<DataLayout>().IncomingFolder("kills", Editions.Origin);
        var recorded = 0L;
        foreach (var file in rig.Source.Models[Editions.Origin].Files)
        {
            var record = await rig.Get<TransferRecords>().FindAsync(Path.Combine(folder, file.Path), default);
            if (record is not null && record.Identity == file.Sha256) recorded += record.Length - record.Missing.Sum(range => range.Length);
        }
        return recorded;
    }

    /// <summary>Syncs to the end and looks that nothing lies about. Returns how many bytes were sent for it.</summary>
    public static async Task<long> FinishAsync(string data, int edition)
    {
        long sent;
        await using (var rig = new SyncRig(data))
        {
            Editions.Publish(rig, edition);
            await rig.SyncAsync(Editions.Origin);
            sent = rig.Transport.Sent;
            var rows = await rig.Get<StoreDatabase>().ReadAsync(connection =>
                connection.Scalar("SELECT (SELECT count(*) FROM moves) + (SELECT count(*) FROM leftovers) + (SELECT count(*) FROM transfers)"), default);
            Assert.Equal(0, rows);
        }
        Assert.Equal(edition, await CheckAsync(data));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(data, "incoming")));
        Assert.Equal(Editions.Parts, Directory.EnumerateFiles(Path.Combine(data, "models"), "*", SearchOption.AllDirectories).Count());
        return sent;
    }
}
