using GoatHost.Abstractions;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Engine.Store;

/// <summary>A published model, or one derived from it.</summary>
public sealed record StoredModel
{
    public required string Name { get; init; }

    /// <summary>The quantization; of a derived model its tag.</summary>
    public required string Quantization { get; init; }

    public string FullName => $"{Name}:{Quantization}";
    public required Reference Origin { get; init; }
    public string? Title { get; init; }
    public string? License { get; init; }
    public required IReadOnlyList<StoredFile> Files { get; init; }
    public required ModelSummary Summary { get; init; }
    public IReadOnlyList<Proof> Proofs { get; init; } = [];
    public IReadOnlyList<Locator> Locators { get; init; } = [];
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Set when it was made from another on this machine.</summary>
    public ModelDerivation? Derivation { get; init; }

    public long Size => Files.Sum(file => file.Size);

    /// <summary>The published model whose weights are loaded for it: mostly itself.</summary>
    public StoredModel ToPublished() => Derivation is null
        ? this
        : this with { Name = Derivation.WeightsName, Quantization = Derivation.WeightsQuantization, Derivation = null };

    /// <summary>SHA-256 in hex that names these files with these changes; of a single file as it was published, its own.</summary>
    public string Digest => ModelDigest.Of(this);

    /// <summary>A name that stands for these bytes alone, whatever is later published under the same one.</summary>
    public string DigestName => $"{FullName}@sha256:{Digest}";
}

/// <summary>A file of a published model, with the stamp it had when it was hashed.</summary>
/// <param name="Path">Relative, with <c>/</c>, as its description named it.</param>
/// <param name="FullPath">Where it is on this machine.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
/// <param name="InPlace">Registered where it lay; never moved or deleted by the host.</param>
/// <param name="Stamp">What the file looked like when it was hashed.</param>
public sealed record StoredFile(string Path, string FullPath, long Size, string Sha256, bool InPlace, FileStamp Stamp);
