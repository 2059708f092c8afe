using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Store;

public static class StoreServices
{
    public static IServiceCollection AddStore(this IServiceCollection services) => services.AddSingleton<ModelStore>();
}

/// <summary>A published model.</summary>
public sealed record StoredModel
{
    public required string Name { get; init; }
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
    public long Size => Files.Sum(file => file.Size);
}

/// <summary>A file of a published model, with the stamp it had when it was hashed.</summary>
/// <param name="InPlace">Registered where it lay; never moved or deleted by the host.</param>
public sealed record StoredFile(string Path, string FullPath, long Size, string Sha256, bool InPlace, FileStamp Stamp);

/// <summary>What must be unchanged for a hashed file to be trusted without hashing it again.</summary>
public sealed record FileStamp(long Size, DateTimeOffset ModifiedAt, long Inode);

/// <summary>The models on this machine: what is recorded of them, and their files.</summary>
public sealed class ModelStore
{
    public Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Finds by <c>name[:quantization]</c>, whatever the case; <c>:latest</c> is no quantization. Without one: the one added last.</summary>
    public Task<StoredModel?> FindAsync(string name, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Forgets a model and deletes the files that the host itself wrote.</summary>
    public Task RemoveAsync(StoredModel model, CancellationToken ct) => throw new NotImplementedException();
}
