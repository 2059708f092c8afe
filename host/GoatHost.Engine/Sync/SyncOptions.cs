using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync;

/// <summary>What a person asks of one sync.</summary>
public sealed record SyncOptions
{
    /// <summary>The quantization asked for, or null for the best that fits.</summary>
    public string? Quantization { get; init; }

    /// <summary>A locator to try before those of the description: a peer that is known to have it.</summary>
    public Locator? Prefer { get; init; }

    /// <summary>Take a model of which less is proven than its source asks.</summary>
    public bool AllowUnproven { get; init; }
}
