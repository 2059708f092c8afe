using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync.Resolving;

/// <summary>What a reference turned out to be.</summary>
/// <param name="Description">The model.</param>
internal sealed record Resolved(ModelDescription Description)
{
    /// <summary>The quantization that the person typed after the name.</summary>
    public string? Quantization { get; init; }

    /// <summary>The locator that the person typed. Only such a one may be a path on this machine; a description's never is.</summary>
    public Locator? Typed { get; init; }

    /// <summary>Full paths of the files, in the description's order, when the person named files of this machine; else empty.</summary>
    public IReadOnlyList<string> LocalPaths { get; init; } = [];
}
