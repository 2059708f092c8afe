using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Catalog;

/// <summary>What discovery last saw at a place.</summary>
public enum CatalogState
{
    /// <summary>A model.</summary>
    Found,

    /// <summary>Something that looked like a model and was refused.</summary>
    Refused,

    /// <summary>A model that is no longer there.</summary>
    Gone,
}

/// <summary>One thing that discovery saw.</summary>
/// <param name="Reference">Where it stands.</param>
/// <param name="Source">The source that told of it.</param>
/// <param name="State">What it is.</param>
/// <param name="Description">The model; null when it was refused.</param>
/// <param name="Reason">Why it was refused, in one sentence.</param>
/// <param name="SeenAt">When.</param>
public sealed record CatalogEntry(
    Reference Reference, string Source, CatalogState State, ModelDescription? Description, string? Reason, DateTimeOffset SeenAt);
