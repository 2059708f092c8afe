namespace GoatHost.Abstractions;

/// <summary>Moves the bytes behind a locator into files that the host owns, in any order. The host counts, resumes, hashes and seeds from them.</summary>
public interface ITransport : ICapability
{
    /// <summary>Whether a locator is of this transport's kind. Looks at the text alone.</summary>
    /// <param name="locator">A magnet link, a URL, a path of a .torrent file, ….</param>
    /// <returns>True when this transport would know where to go.</returns>
    bool CanFetch(Locator locator);

    /// <summary>Lists the files behind a locator: metadata only. Asked when a description names no files, or no sizes.</summary>
    /// <param name="locator">A locator that <see cref="CanFetch"/> accepted.</param>
    /// <param name="ct">Cancels the search.</param>
    /// <returns>
    /// The files, their <see cref="RemoteFile.Path"/> relative to the folder the locator names. As untrusted as the peer they came from: the host
    /// checks every path and size.
    /// </returns>
    /// <exception cref="GoatException">Nothing answers, or it does not serve this.</exception>
    Task<IReadOnlyList<RemoteFile>> ListAsync(Locator locator, CancellationToken ct);

    /// <summary>Fetches what is missing of the files, and returns when nothing is.</summary>
    /// <param name="locator">Where from.</param>
    /// <param name="files">The chosen files, and no others. What a transport writes it has checked as far as its protocol can.</param>
    /// <param name="progress">Peers, stages and the like. Bytes are counted by the host, from the writes.</param>
    /// <param name="ct">Stops at once; what is written stays and is resumed.</param>
    /// <returns>A task that ends when every file is whole.</returns>
    /// <exception cref="GoatException">It cannot be had from there: the sentence says what was tried.</exception>
    Task FetchAsync(Locator locator, IReadOnlyList<IArtifactFile> files, IProgress<TransferNote>? progress, CancellationToken ct);

    /// <summary>Serves whole files to others until cancelled. A transport that cannot serve says so.</summary>
    /// <param name="locator">What to serve them as.</param>
    /// <param name="files">Files on disk; a transport serves what of them is whole, and checks it before it does.</param>
    /// <param name="options">Where to listen.</param>
    /// <param name="progress">Tells how to reach this seeder as soon as it listens, in <see cref="TransferNote.Reachable"/>, then peers and bytes.</param>
    /// <param name="ct">Ends the serving; the task then completes without an error.</param>
    /// <returns>A task that ends with the serving.</returns>
    /// <exception cref="GoatException">It cannot be served.</exception>
    Task SeedAsync(Locator locator, IReadOnlyList<IArtifactFile> files, SeedOptions options, IProgress<TransferNote>? progress, CancellationToken ct) =>
        throw new GoatException($"The {Name} transport only fetches; it cannot serve {locator}.");
}
