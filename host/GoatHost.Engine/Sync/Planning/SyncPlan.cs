using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync.Resolving;

namespace GoatHost.Engine.Sync.Planning;

/// <summary>Which files to have, and which of them are here already.</summary>
/// <param name="Resolved">What is being synced.</param>
/// <param name="Quantization">The chosen one, or null when no name tells it.</param>
/// <param name="Files">The chosen files, shards in order.</param>
internal sealed record SyncPlan(Resolved Resolved, string? Quantization, IReadOnlyList<PlannedFile> Files)
{
    /// <summary>Set when exactly this is published already, and unchanged.</summary>
    public StoredModel? Published { get; init; }

    /// <summary>Why this quantization, and what else there is; null when nothing was to be chosen.</summary>
    public string? Why { get; init; }

    public ModelDescription Description => Resolved.Description;

    public long Size => Files.Sum(file => file.Size);
}

/// <summary>One chosen file; its path and size are checked.</summary>
/// <param name="Path">Relative, with <c>/</c>.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">What the publisher says it hashes to, lower case, or null.</param>
/// <param name="Locators">Where this file alone can be had.</param>
internal sealed record PlannedFile(string Path, long Size, string? Sha256, IReadOnlyList<Locator> Locators)
{
    /// <summary>Where a person keeps it, when it is registered in place.</summary>
    public string? LocalPath { get; init; }

    /// <summary>The same bytes in the store, if they are there and unchanged.</summary>
    public StoredFile? Stored { get; init; }

    public bool IsHere => LocalPath is not null || Stored is not null;
}
