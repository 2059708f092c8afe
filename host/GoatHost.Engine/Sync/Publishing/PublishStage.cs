using GoatHost.Engine.Observability;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Sync.Checking;
using GoatHost.Engine.Sync.Planning;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Sync.Publishing;

/// <summary>The last stage: into the store, all of it or nothing.</summary>
internal sealed partial class PublishStage(ModelStore store, TimeProvider time, ILogger<PublishStage> logger)
{
    public async Task<StoredModel> PublishAsync(CheckedModel verified, SyncProgress notes, CancellationToken ct)
    {
        var plan = verified.Fetched.Plan;
        notes.Begin(SyncStage.Publish, $"recording {plan.Description.Name}");
        var model = plan.Published ?? await store.PublishAsync(new Publication(Describe(verified), verified.Files), ct);
        notes.End(model.FullName);
        LogFinished(model.FullName, model.Origin.Text);
        return model;
    }

    private StoredModel Describe(CheckedModel verified)
    {
        var plan = verified.Fetched.Plan;
        var summary = verified.Summary ?? throw new InvalidOperationException("A model is described after it was checked.");
        return new StoredModel
        {
            Name = plan.Description.Name,
            Quantization = plan.Quantization ?? Quantizations.Normal(summary.Quantization),
            Origin = plan.Description.Origin,
            Title = plan.Description.Title,
            License = plan.Description.License ?? summary.License,
            Summary = summary,
            Proofs = verified.Proofs,
            Locators = verified.Fetched.Used.Concat(plan.Description.Locators).Distinct().ToList(),
            AddedAt = time.GetUtcNow(),
            Files = [],
        };
    }

    [LoggerMessage(EventIds.SyncFinished, LogLevel.Information, "{Model} from {Origin} is in the store")]
    private partial void LogFinished(string model, string origin);
}
