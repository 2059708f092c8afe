using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync.Fetching;
using GoatHost.Engine.Sync.Resolving;
using GoatHost.Engine.Verification;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>The second stage: which files, and which of them are here already?</summary>
internal sealed class PlanStage(ModelStore store, RemoteLists lists, IMachineMemory memory)
{
    /// <summary>1 EiB: past all models, and far from where sums of sizes would run over.</summary>
    private const long MostBytes = 1L << 60;

    public async Task<SyncPlan> PlanAsync(Resolved resolved, SyncOptions options, SyncProgress notes, CancellationToken ct)
    {
        notes.Begin(SyncStage.Plan, $"choosing files of {resolved.Description.Name}");
        var asked = Asked(options.Quantization ?? resolved.Quantization);
        var published = await KnownAsync(resolved, notes, ct);
        var plan = resolved.LocalPaths.Count > 0 ? Local(resolved)
            : resolved.Description.Files.Count == 0 && Unlisted(resolved, asked, published) is { } known ? known
            : await ChooseAsync(resolved, asked, options.Prefer, notes, ct);
        plan = await WhatIsHereAsync(plan, published, ct);
        var said = plan.Published is { } model ? $"{model.FullName} is here already, unchanged" : Summary(plan);
        notes.End(said, sha256: plan.Files is [var file] ? file.Sha256 : null);
        return plan;
    }

    /// <summary>
    /// What was published from there. Files that look changed are hashed again: a copied or restored data directory has the same bytes under
    /// other stamps, and nothing of it needs to be fetched.
    /// </summary>
    private async Task<IReadOnlyList<StoredModel>> KnownAsync(Resolved resolved, SyncProgress notes, CancellationToken ct)
    {
        var published = await store.FindByOriginAsync(resolved.Description.Origin, ct);
        var touched = published.SelectMany(model => model.Files).Where(file => !ModelStore.IsUnchanged(file)).ToList();
        foreach (var file in touched) await LookAgainAsync(file, notes, ct);
        return touched.Count == 0 ? published : await store.FindByOriginAsync(resolved.Description.Origin, ct);
    }

    private async Task LookAgainAsync(StoredFile file, SyncProgress notes, CancellationToken ct)
    {
        if (new FileInfo(file.FullPath) is not { Exists: true } found || found.Length != file.Size) return;
        notes.Say($"{file.Path} was touched since it was verified; hashing it again");
        try
        {
            store.RefuseLinks(file);
            var hashed = await FileHasher.HashAsync(file.FullPath, null, ct);
            if (hashed.Sha256 == file.Sha256) await store.RestampAsync(file, hashed.Stamp, ct);
        }
        catch (GoatException e)
        {
            notes.Say(e.Message);
        }
    }

    private static string? Asked(string? quantization) =>
        string.IsNullOrEmpty(quantization) || quantization.Equals("latest", StringComparison.OrdinalIgnoreCase)
            ? null
            : Quantizations.Normal(quantization);

    /// <summary>A person who names a file has chosen.</summary>
    private static SyncPlan Local(Resolved resolved) => new(
        resolved,
        resolved.Description.Files[0].Quantization,
        resolved.Description.Files
            .Zip(resolved.LocalPaths, (file, path) => new PlannedFile(file.Path, file.Size ?? 0, null, []) { LocalPath = path })
            .ToList());

    /// <summary>A locator that names no files was asked for them when its model was published: no need to ask again.</summary>
    private static SyncPlan? Unlisted(Resolved resolved, string? asked, IReadOnlyList<StoredModel> published)
    {
        // A file that a person keeps may have been changed since, and is quickly read again.
        if (resolved.Typed is { Scheme: null }) return null;
        var model = published.FirstOrDefault(model =>
            (asked is null || Quantizations.Normal(model.Quantization) == asked) && model.Files.All(ModelStore.IsUnchanged));
        var files = model?.Files.Select(file => new PlannedFile(file.Path, file.Size, file.Sha256, [])).ToList();
        return files is null ? null : new SyncPlan(resolved, model!.Quantization, files);
    }

    private async Task<SyncPlan> ChooseAsync(Resolved resolved, string? asked, Locator? prefer, SyncProgress notes, CancellationToken ct)
    {
        var files = await lists.CompleteAsync(resolved.Description, Attempts.Locators(resolved, prefer), notes, ct);
        var choices = Choice.Among(files);
        var (choice, why) = QuantizationRule.Choose(resolved.Description.Name, choices, asked, memory.Total);
        ArtifactPath.CheckSet(choice.Files.Select(file => file.Path));
        foreach (var file in choice.Files) CheckSize(resolved.Description, file);
        return new SyncPlan(resolved, choice.Quantization, choice.Files.Select(file =>
            new PlannedFile(file.Path, file.Size!.Value, file.Sha256?.ToLowerInvariant(), file.Locators)).ToList())
        { Why = why };
    }

    private static void CheckSize(ModelDescription description, Artifact file)
    {
        if (file.Size is not (> 0 and <= MostBytes))
            throw new RefusedException($"{description.Name} says that {ShownText.Of(file.Path)} has {file.Size} bytes, which no model file has.");
    }

    private async Task<SyncPlan> WhatIsHereAsync(SyncPlan plan, IReadOnlyList<StoredModel> published, CancellationToken ct)
    {
        if (published.FirstOrDefault(model => IsThis(plan, model)) is { } same) return plan with { Published = same };
        var files = new List<PlannedFile>(plan.Files.Count);
        foreach (var file in plan.Files)
        {
            var stored = file.Sha256 is null || file.LocalPath is not null ? null : await store.FindByDigestAsync(file.Sha256, ct);
            files.Add(file with { Stored = stored?.Size == file.Size ? stored : null });
        }
        return plan with { Files = files };
    }

    private static bool IsThis(SyncPlan plan, StoredModel model) =>
        model.Files.Count == plan.Files.Count
        && model.Files.Zip(plan.Files).All(pair =>
            pair.First.Path == pair.Second.Path && pair.First.Size == pair.Second.Size
            && (pair.Second.Sha256 is null || pair.Second.Sha256 == pair.First.Sha256)
            && (pair.Second.LocalPath is null || pair.Second.LocalPath == pair.First.FullPath)
            && ModelStore.IsUnchanged(pair.First));

    private static string Summary(SyncPlan plan)
    {
        var what = plan.Files.Count == 1 ? plan.Files[0].Path : $"{plan.Files.Count} files";
        var text = plan.Why is { } why ? $"chose {why}" : $"{what}, {Sizes.Text(plan.Size)}";
        return plan.Files.All(file => file.IsHere) ? $"{text}; the bytes are here already" : text;
    }
}
