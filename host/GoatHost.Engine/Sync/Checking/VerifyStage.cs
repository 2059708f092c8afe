using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Store.Transfers;
using GoatHost.Engine.Sync.Fetching;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Sync.Checking;

/// <summary>The fourth stage: are the bytes what their publisher described, and are they a whole model? What is not is deleted.</summary>
internal sealed partial class VerifyStage(IModelInspector inspector, TransferRecords records, ILogger<VerifyStage> logger)
{
    public async Task<CheckedModel> VerifyAsync(FetchedModel fetched, SyncProgress notes, CancellationToken ct)
    {
        var (plan, name) = (fetched.Plan, fetched.Plan.Description.Name);
        notes.Begin(SyncStage.Verify, $"checking {name}");
        if (plan.Published is { } published)
        {
            notes.End($"unchanged since it was hashed on {published.AddedAt:yyyy-MM-dd}");
            return new CheckedModel(fetched, [], null, []);
        }
        try
        {
            var files = await HashAsync(fetched, notes, ct);
            var paths = files.Select(file => file.FullPath).ToList();
            var summary = await Task.Run(() => inspector.Inspect(paths, ct), ct);
            var quantization = QuantizationClaim.Check(name, plan.Quantization, summary.Quantization);
            var proofs = plan.Description.Proofs
                .Concat(fetched.Files.Zip(files, (file, hashed) => DigestProof(fetched, file, hashed)))
                .Append(new Proof("GGUF structure", true, $"{summary.Architecture}, {summary.Parameters} parameters, {summary.Quantization}"));
            var digests = fetched.Files.All(file => file.Planned.Sha256 is not null);
            notes.End(digests ? "SHA-256 and structure hold" : "structure holds; the publisher gave no SHA-256");
            return new CheckedModel(fetched, files, summary, (quantization is null ? proofs : proofs.Append(quantization)).ToList());
        }
        catch (RefusedException e)
        {
            LogRefused(name, e.Message);
            foreach (var file in fetched.Files.Where(file => file.Home == FileHome.Incoming)) await DropAsync(name, file);
            throw;
        }
    }

    private async Task DropAsync(string name, FetchedFile file)
    {
        try
        {
            await records.DropAsync(file.FullPath, CancellationToken.None);
        }
        catch (GoatException e)
        {
            // The refusal is what counts. The file stays unpublished, and is refused again.
            LogNotDropped(name, e.Message);
        }
    }

    private static async Task<List<PublishedFile>> HashAsync(FetchedModel fetched, SyncProgress notes, CancellationToken ct)
    {
        var (done, total) = (0L, fetched.Plan.Size);
        var files = new List<PublishedFile>();
        foreach (var file in fetched.Files)
        {
            if (file.Planned.Stored is { } stored)
            {
                notes.Advance(done += stored.Size, total);
                files.Add(new PublishedFile(file.Planned.Path, stored.FullPath, stored.Sha256, stored.Stamp, file.Home));
                continue;
            }
            var hashed = await FileHasher.HashAsync(file.FullPath, bytes => notes.Advance(done += bytes, total), ct);
            if (hashed.Stamp.Size != file.Planned.Size)
                throw new GoatException($"{file.FullPath} was cut short or grew after it was fetched: run the same command again.");
            if (file.Planned.Sha256 is { } expected && expected != hashed.Sha256)
            {
                throw new RefusedException(
                    $"{file.Planned.Path} is not what its publisher described: its SHA-256 is {hashed.Sha256} and should be {expected}; "
                    + "the bytes were deleted, and another source or peer may have the right ones.");
            }
            files.Add(new PublishedFile(file.Planned.Path, file.FullPath, hashed.Sha256, hashed.Stamp, file.Home));
        }
        return files;
    }

    private static Proof DigestProof(FetchedModel fetched, FetchedFile file, PublishedFile hashed)
    {
        var claim = $"SHA-256 of {file.Planned.Path}";
        if (file.Planned.Sha256 is { } expected) return new Proof(claim, true, $"{expected}, as the publisher gave it");
        if (file.Home == FileHome.InPlace) return new Proof(claim, false, $"{hashed.Sha256}; registered in place, nobody gave one to check");
        var carriers = fetched.Carriers.Count == 0 ? "the transport" : string.Join(" and ", fetched.Carriers.Distinct());
        return new Proof(claim, false, $"{hashed.Sha256}; the bytes passed the checks of {carriers}, the publisher gave no SHA-256");
    }

    [LoggerMessage(EventIds.ModelRefused, LogLevel.Information, "{Model} was refused: {Reason}")]
    private partial void LogRefused(string model, string reason);

    [LoggerMessage(EventIds.RefusedNotDeleted, LogLevel.Warning, "{Model} was refused, and not deleted: {Reason}")]
    private partial void LogNotDropped(string model, string reason);
}
