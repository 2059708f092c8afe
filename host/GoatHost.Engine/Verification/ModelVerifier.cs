using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Verification.Descriptions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Verification;

public static class VerificationServices
{
    public static IServiceCollection AddVerification(this IServiceCollection services) => services
        .AddDescriptions()
        .AddSingleton<IModelInspector, GgufInspector>()
        .AddSingleton<ModelVerifier>()
        .AddSingleton<AdapterFit>();
}

/// <summary>Makes verified models: by hashing, or by an unchanged record of having hashed.</summary>
public sealed class ModelVerifier(ModelStore store, IModelInspector inspector)
{
    private const string Format = "gguf";

    /// <summary>Hashes every file again and reads its structure.</summary>
    /// <param name="model">A published model.</param>
    /// <param name="hashed">Told how many bytes are hashed so far, over all files.</param>
    /// <param name="ct">Stops the hashing.</param>
    /// <exception cref="RefusedException">A file is not what it was.</exception>
    public async Task<VerifiedModel> VerifyAsync(StoredModel model, IProgress<long>? hashed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        var done = 0L;
        foreach (var file in model.Files) await HashAsync(model, file, bytes => hashed?.Report(done += bytes), ct);
        var paths = model.Files.Select(file => file.FullPath).ToList();
        return Verified(model, await Task.Run(() => inspector.Inspect(paths, ct), ct));
    }

    /// <summary>Trusts files whose size, modification time and inode are as recorded; hashes the others.</summary>
    /// <param name="model">A published model.</param>
    /// <param name="ct">Stops the hashing.</param>
    /// <exception cref="RefusedException">A file is not what it was.</exception>
    public async Task<VerifiedModel> OpenAsync(StoredModel model, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var file in model.Files)
        {
            store.RefuseLinks(file);
            if (!ModelStore.IsUnchanged(file)) await HashAsync(model, file, null, ct);
        }
        return Verified(model, model.Summary);
    }

    private async Task HashAsync(StoredModel model, StoredFile file, Action<long>? hashed, CancellationToken ct)
    {
        store.RefuseLinks(file);
        var found = await FileHasher.HashAsync(file.FullPath, hashed, ct);
        if (found.Sha256 != file.Sha256)
        {
            var remedy = file.InPlace
                ? "put the file back, or pull it again to register what it is now"
                : $"remove it with goat rm {model.FullName} and pull it again";
            throw new RefusedException(
                $"{model.FullName} is not loaded, because {file.FullPath} has changed: its SHA-256 is {found.Sha256}, "
                + $"and was {file.Sha256} when it was verified; {remedy}.");
        }
        // Touched or copied, but the same bytes: the new stamp vouches for them from now on.
        if (found.Stamp != file.Stamp) await store.RestampAsync(file, found.Stamp, ct);
    }

    private static VerifiedModel Verified(StoredModel model, ModelSummary summary) => new(
        model.FullName, Format, model.Files.Select(file => new VerifiedFile(file.Path, file.FullPath, file.Size, file.Sha256)).ToList(), summary);
}
