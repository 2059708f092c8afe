namespace GoatHost.Abstractions;

/// <summary>Lent by the host: turns untrusted content, wherever it came from, into a model description, under one set of bounds.</summary>
/// <remarks>
/// Understands a GOAT manifest (<c>application/json</c>, <c>{"p":"goat","op":"model","v":1,…}</c>), any text, JSON or HTML that holds magnet
/// links, and a GGUF file given whole.
/// </remarks>
public interface IDescriptionReader
{
    /// <summary>Reads content as a model description.</summary>
    /// <param name="origin">Where the content came from; becomes <see cref="ModelDescription.Origin"/>.</param>
    /// <param name="content">The content and what was proven of it; its proofs, or that they are not enough, are carried over.</param>
    /// <returns>The description, or null when the content says nothing about a model.</returns>
    /// <exception cref="RefusedException">The content claims to describe a model, and breaks a rule: the sentence says which.</exception>
    ModelDescription? Read(Reference origin, Content content);
}

/// <summary>Lent by the host: the models on this machine.</summary>
public interface IHostModels
{
    /// <summary>Lists the models in the store.</summary>
    /// <param name="ct">Cancels the listing.</param>
    /// <returns>Every published model, by name.</returns>
    Task<IReadOnlyList<VerifiedModel>> ListAsync(CancellationToken ct);

    /// <summary>Opens a file of a model for reading.</summary>
    /// <param name="model">A model that <see cref="ListAsync"/> returned.</param>
    /// <param name="path">The file's <see cref="VerifiedFile.Path"/>.</param>
    /// <param name="ct">Cancels the opening.</param>
    /// <returns>A read-only stream; dispose it.</returns>
    /// <exception cref="GoatException">The file is gone, or is no longer what was verified.</exception>
    Task<Stream> OpenAsync(VerifiedModel model, string path, CancellationToken ct);
}

/// <summary>Lent by the host: a session on a model by its catalog name, through whichever runtime the person chose.</summary>
public interface IHostInference
{
    /// <summary>Opens a session; the model is loaded if it is not yet.</summary>
    /// <param name="model">A catalog name, with or without <c>:quantization</c>.</param>
    /// <param name="ct">Cancels the loading.</param>
    /// <returns>The session; dispose it to give it back.</returns>
    /// <exception cref="GoatException">There is no such model, or no runtime can run it.</exception>
    Task<IModelSession> OpenAsync(string model, CancellationToken ct);
}

/// <summary>Lent by the host: its catalog of models that sources found, for a plugin's command that searches with the plugin's own source.</summary>
public interface IHostCatalog
{
    /// <summary>Where the search of a source goes on.</summary>
    /// <param name="source">The source's <see cref="ICapability.Name"/>.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <returns>The text of the last <see cref="DiscoveryCursor"/> that was stored, or null when it has not begun.</returns>
    Task<string?> CursorAsync(string source, CancellationToken ct);

    /// <summary>Stores one step of a search, durably, as the host itself does for <see cref="ISource.DiscoverAsync"/>.</summary>
    /// <param name="source">The source's <see cref="ICapability.Name"/>.</param>
    /// <param name="step">What was found, refused or gone, or how far the search came.</param>
    /// <param name="ct">Cancels the storing.</param>
    /// <returns>When it is stored.</returns>
    Task RecordAsync(string source, Discovery step, CancellationToken ct);
}
