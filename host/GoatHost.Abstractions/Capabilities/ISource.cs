namespace GoatHost.Abstractions;

/// <summary>Turns a reference into what it stands for, and says what of it is proven. Everything a source reads is untrusted until then.</summary>
public interface ISource : ICapability
{
    /// <summary>Whether a reference is of this source's kind. Looks at the text alone.</summary>
    /// <param name="reference">What a person typed, or what a description names.</param>
    /// <returns>True when <see cref="ResolveAsync"/> and <see cref="ReadAsync"/> would know where to look.</returns>
    bool CanResolve(Reference reference);

    /// <summary>Finds the model that a reference stands for.</summary>
    /// <param name="reference">A reference that <see cref="CanResolve"/> accepted.</param>
    /// <param name="ct">Cancels the search.</param>
    /// <returns>What to fetch, how to check it, and the proofs.</returns>
    /// <exception cref="RefusedException">A proof does not hold, or the content breaks a rule.</exception>
    /// <exception cref="GoatException">There is no such thing, it cannot be reached, or it describes no model.</exception>
    Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct);

    /// <summary>Reads the content itself, of whatever type, byte for byte.</summary>
    /// <inheritdoc cref="ResolveAsync"/>
    /// <returns>The bytes with their type and proofs.</returns>
    Task<Content> ReadAsync(Reference reference, CancellationToken ct);

    /// <summary>Streams the models that this source can find by itself, from a place in its own order. A source that cannot search yields nothing.</summary>
    /// <param name="cursor">The text of the last <see cref="DiscoveryCursor"/> that the host stored, or null to begin.</param>
    /// <param name="ct">Ends the stream.</param>
    /// <returns><see cref="ModelFound"/>, <see cref="ModelGone"/> and <see cref="DiscoveryCursor"/>, which the host stores in order.</returns>
    IAsyncEnumerable<Discovery> DiscoverAsync(string? cursor, CancellationToken ct) => AsyncEnumerable.Empty<Discovery>();
}

/// <summary>One step of <see cref="ISource.DiscoverAsync"/>.</summary>
public abstract record Discovery;

/// <summary>A model was found.</summary>
/// <param name="Description">What it is; its <see cref="ModelDescription.Origin"/> identifies it.</param>
public sealed record ModelFound(ModelDescription Description) : Discovery;

/// <summary>Something that looked like a model was found and refused.</summary>
/// <param name="Reference">Where it stands.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record ModelRefused(Reference Reference, string Reason) : Discovery;

/// <summary>What was found earlier is no longer there, for example after a reorganisation of the chain.</summary>
/// <param name="Reference">The <see cref="ModelDescription.Origin"/> of what is gone.</param>
public sealed record ModelGone(Reference Reference) : Discovery;

/// <summary>All before this is told; hand it back to go on from here.</summary>
/// <param name="Text">The source's own text, opaque to the host.</param>
public sealed record DiscoveryCursor(string Text) : Discovery;
