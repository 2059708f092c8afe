namespace GoatHost.Abstractions;

/// <summary>What a source says about a model: the files, how to check them, where to have them, and what was proven of all that.</summary>
public sealed record ModelDescription
{
    /// <summary>Catalog name: lower-case letters, digits, <c>. _ -</c>, at most 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What identifies it at its source, in full: <c>ord:&lt;txid&gt;i0</c>.</summary>
    public required Reference Origin { get; init; }

    /// <summary>A title for people.</summary>
    public string? Title { get; init; }

    /// <summary>The licence as the publisher wrote it, usually an SPDX identifier.</summary>
    public string? License { get; init; }

    /// <summary>The files it names. Empty when only the locators are known: the host then asks a transport.</summary>
    public IReadOnlyList<Artifact> Files { get; init; } = [];

    /// <summary>Where the set of files can be had, in the publisher's order: magnet, IPFS directory, web folder.</summary>
    public IReadOnlyList<Locator> Locators { get; init; } = [];

    /// <summary>What was checked, against what, and what was not.</summary>
    public IReadOnlyList<Proof> Proofs { get; init; } = [];

    /// <summary>What it says it is a child of. The children of one parent are a collection.</summary>
    public IReadOnlyList<ModelParent> Parents { get; init; } = [];

    /// <inheritdoc cref="Content.Unproven"/>
    public string? Unproven { get; init; }
}

/// <summary>What a model says it belongs to.</summary>
/// <param name="Reference">The parent, as in <c>ord:&lt;txid&gt;i0</c>.</param>
/// <param name="IsProven">Whether the parent's holder made the child; if not, it is a claim that anyone can make.</param>
public sealed record ModelParent(Reference Reference, bool IsProven);

/// <summary>One file of a model, as its publisher describes it.</summary>
/// <param name="Path">Relative, with <c>/</c>, below the torrent's name folder or the IPFS directory; checked by the host.</param>
/// <param name="Size">Length in bytes, if given.</param>
/// <param name="Sha256">SHA-256 of the whole file in lower-case hex, if given. Without it the bytes are only as good as the locator's own hash.</param>
/// <param name="Quantization">As in <c>Q4_K_M</c>, upper case, if known. Several files of one quantization are shards of one choice.</param>
/// <param name="Locators">Where this file alone can be had, beside the locators of the set.</param>
public sealed record Artifact(string Path, long? Size, string? Sha256, string? Quantization, IReadOnlyList<Locator> Locators);

/// <summary>One thing that was to be shown, and whether it was.</summary>
/// <param name="Claim">What: "script path", "Merkle path", "author".</param>
/// <param name="Holds">True when proven; false when nobody has shown it. What is proven false is never passed on: it is refused.</param>
/// <param name="Evidence">Against what, or why not, in one line with the hashes a person could check.</param>
public sealed record Proof(string Claim, bool Holds, string Evidence);

/// <summary>Content behind a reference, with what is proven of it.</summary>
/// <param name="MediaType">The type its publisher gave, or null.</param>
/// <param name="Bytes">The bytes, decoded when they are stored in an encoding of content that the source knows.</param>
/// <param name="Proofs">What was checked, against what, and what was not.</param>
public sealed record Content(string? MediaType, ReadOnlyMemory<byte> Bytes, IReadOnlyList<Proof> Proofs)
{
    /// <summary>The GOAT metaprotocol mark of an inscription (<c>goat</c>), or null.</summary>
    public string? Metaprotocol { get; init; }

    /// <summary>The bytes as they are stored, where <see cref="Bytes"/> had to be decoded from them; else null.</summary>
    public ReadOnlyMemory<byte>? Stored { get; init; }

    /// <summary>What its publisher says about it, as JSON; null when that is nothing.</summary>
    public string? Metadata { get; init; }

    /// <summary>
    /// Why what is proven is less than the source's settings ask of a model, in one sentence; null when it is enough. The host shows such content
    /// with this as a warning, and makes a model of it only for a person who says <c>--allow-unproven</c>.
    /// </summary>
    public string? Unproven { get; init; }
}
