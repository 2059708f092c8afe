namespace GoatHost.Engine.Store.Publishing;

/// <summary>Where a file that is to be published lies now.</summary>
internal enum FileHome
{
    /// <summary>In a transfer's folder: it is moved into the models folder.</summary>
    Incoming,

    /// <summary>Where a person keeps it: it is registered there.</summary>
    InPlace,

    /// <summary>Already in the store, as a file of another model.</summary>
    Stored,
}

/// <summary>A hashed file that is to become part of a model.</summary>
/// <param name="Path">Relative, as its description names it.</param>
/// <param name="FullPath">Where it is now.</param>
/// <param name="Sha256">What it hashed to.</param>
/// <param name="Stamp">What it looked like then.</param>
/// <param name="Home">Whose it is.</param>
internal sealed record PublishedFile(string Path, string FullPath, string Sha256, FileStamp Stamp, FileHome Home);

/// <summary>A verified model that is to be published; the files of its record are filled in once they are in their place.</summary>
internal sealed record Publication(StoredModel Model, IReadOnlyList<PublishedFile> Files)
{
    public bool HasBytesOf(StoredModel other) => other.Files.Select(file => file.Sha256).SequenceEqual(Files.Select(file => file.Sha256));
}
