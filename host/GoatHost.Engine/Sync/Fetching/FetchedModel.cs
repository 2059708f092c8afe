using GoatHost.Abstractions;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Sync.Planning;

namespace GoatHost.Engine.Sync.Fetching;

/// <summary>Every chosen file is here; nothing of it is checked yet.</summary>
/// <param name="Plan">What was chosen.</param>
/// <param name="Files">In the plan's order.</param>
internal sealed record FetchedModel(SyncPlan Plan, IReadOnlyList<FetchedFile> Files)
{
    /// <summary>The places that gave bytes.</summary>
    public IReadOnlyList<Locator> Used { get; init; } = [];

    /// <summary>Who brought the bytes: a transport's name.</summary>
    public IReadOnlyList<string> Carriers { get; init; } = [];
}

/// <summary>A file that is whole, as far as its length goes.</summary>
internal sealed record FetchedFile(PlannedFile Planned, string FullPath, FileHome Home);
