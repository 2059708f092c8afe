using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync;

/// <summary>The five steps of a sync.</summary>
public enum SyncStage
{
    /// <summary>What does the reference stand for?</summary>
    Resolve,

    /// <summary>Which files?</summary>
    Plan,

    /// <summary>Their bytes.</summary>
    Fetch,

    /// <summary>Are they what the publisher described, and whole models?</summary>
    Verify,

    /// <summary>Into the store.</summary>
    Publish,
}

/// <summary>News of a sync, for people: a stage begins (<see cref="Took"/> null, no bytes), goes on (bytes), or ends (<see cref="Took"/> set).</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="Text">What is happening.</param>
public sealed record SyncNote(SyncStage Stage, string Text)
{
    /// <summary>Bytes so far; never fewer than before within a stage.</summary>
    public long Done { get; init; }

    /// <summary>Bytes in all; 0 when the stage counts none.</summary>
    public long Total { get; init; }

    /// <summary>Peers or mirrors connected, when the transport says.</summary>
    public int? Peers { get; init; }

    /// <summary>How long the stage took; set on its last note.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>Set when <see cref="SyncStage.Plan"/> ends in one file of which the publisher gave the SHA-256.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Set when <see cref="SyncStage.Resolve"/> ends.</summary>
    public ModelDescription? Description { get; init; }
}
