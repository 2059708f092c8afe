using GoatHost.Abstractions;
using GoatHost.Engine.Store.Transfers;

namespace GoatHost.Engine.Store.Recovery;

/// <summary>Files that nobody will come back for: in the incoming folder without a record, and locks that nobody holds.</summary>
internal sealed class AbandonedFiles(DataLayout layout, TransferRecords records, StoreLocks locks, StoreLog log, TimeProvider time)
{
    /// <summary>A transfer is recorded as soon as it is opened; what stays without a record for so long has none coming.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(7);

    /// <summary>Links are neither followed nor deleted.</summary>
    private static readonly EnumerationOptions Own = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>What cannot be cleaned is logged and stays: a sync does not fail for it.</summary>
    public async Task CleanAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - Age;
        try
        {
            var files = await CleanIncomingAsync(before, ct);
            var old = locks.Clean(before);
            if (files + old > 0) log.Cleaned(files, old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or GoatException)
        {
            log.NotCleaned(e.Message);
        }
    }

    private async Task<int> CleanIncomingAsync(DateTimeOffset before, CancellationToken ct)
    {
        if (!Directory.Exists(layout.Incoming)) return 0;
        var cleaned = 0;
        foreach (var file in new DirectoryInfo(layout.Incoming).EnumerateFiles("*", Own).Where(file => file.LastWriteTimeUtc < before).ToList())
        {
            if (await records.FindAsync(file.FullName, ct) is not null) continue;
            file.Delete();
            DataLayout.PruneEmpty(file.DirectoryName, layout.Incoming);
            cleaned++;
        }
        return cleaned;
    }
}
