using GoatHost.Abstractions;
using GoatHost.Engine.Store;
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
                await TakeBackAsync(fullPath, layout.ModelFile(plan.Description.Name, file.Path), records, ct);
                var identity = file.Sha256 ?? $"{plan.Description.Origin} {file.Path}";
                transfer._files.Add(await ArtifactFile.OpenAsync(records, file.Path, fullPath, file.Size, identity, ct));
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

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files) await file.DisposeAsync();
    }

    /// <summary>A publishing that was cut off between the move and the record left the file in its place: go back a step.</summary>
    private static async Task TakeBackAsync(string incoming, string published, TransferRecords records, CancellationToken ct)
    {
        if (File.Exists(incoming) || await records.FindAsync(incoming, ct) is not { } record) return;
        if (FileStamp.Of(published) is not { } stamp || !record.Describes(stamp) || await records.IsPublishedAsync(published, ct)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(incoming)!);
        File.Move(published, incoming);
    }
}
