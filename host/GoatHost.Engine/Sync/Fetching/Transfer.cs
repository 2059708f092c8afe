using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Disks;
using GoatHost.Engine.Store.Transfers;
using GoatHost.Engine.Sync.Planning;

namespace GoatHost.Engine.Sync.Fetching;

/// <summary>The files of one fetch, open for writing in the incoming folder.</summary>
internal sealed class Transfer : IAsyncDisposable
{
    private readonly List<ArtifactFile> _files = [];

    private Transfer() { }

    public IReadOnlyList<ArtifactFile> Files => _files;

    public long Written => _files.Sum(file => file.Written);

    public long Length => _files.Sum(file => file.Length);

    /// <summary>Why this machine's disk takes no more, or null.</summary>
    public GoatException? Failure => _files.Find(file => file.Failure is not null)?.Failure;

    public bool IsWhole => _files.TrueForAll(file => file.IsWhole);

    public static string PathOf(SyncPlan plan, PlannedFile file, DataLayout layout) => Path.Combine(
        layout.IncomingFolder(plan.Description.Name, plan.Description.Origin.Text), file.Path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>How many bytes will be written, as the records tell before any file is opened.</summary>
    public static async Task<long> MissingAsync(SyncPlan plan, DataLayout layout, TransferRecords records, CancellationToken ct)
    {
        var missing = 0L;
        foreach (var file in plan.Files.Where(file => !file.IsHere))
        {
            var fullPath = PathOf(plan, file, layout);
            var record = await records.FindAsync(fullPath, ct);
            missing += record?.Length == file.Size && File.Exists(fullPath) ? record.Missing.Sum(range => range.Length) : file.Size;
        }
        return missing;
    }

    public static async Task<Transfer> OpenAsync(SyncPlan plan, DataLayout layout, TransferRecords records, CancellationToken ct)
    {
        var transfer = new Transfer();
        try
        {
            foreach (var file in plan.Files.Where(file => !file.IsHere))
            {
                var fullPath = PathOf(plan, file, layout);
                Links.Refuse(fullPath, layout.Incoming);
                var identity = file.Sha256 ?? $"{plan.Description.Origin} {file.Path}";
                transfer._files.Add(await ArtifactFile.OpenAsync(records, file.Path, fullPath, file.Size, identity, ct));
                // Bytes are recorded as durable later on; their name has to be so before.
                DirectorySync.FlushUp(Path.GetDirectoryName(fullPath)!, layout.Root);
            }
            return transfer;
        }
        catch (Exception e)
        {
            await transfer.DisposeAsync();
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw new GoatException($"{layout.Incoming} cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }

    public async Task CheckpointAsync(CancellationToken ct)
    {
        foreach (var file in _files) await file.CheckpointAsync(ct);
    }

    /// <summary>Closes every file, also when one of them cannot be made durable.</summary>
    public async ValueTask DisposeAsync()
    {
        GoatException? failed = null;
        foreach (var file in _files)
        {
            try
            {
                await file.DisposeAsync();
            }
            catch (GoatException e)
            {
                failed ??= e;
            }
        }
        if (failed is not null) throw failed;
    }
}
