using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Verification;

public static class VerificationServices
{
    public static IServiceCollection AddVerification(this IServiceCollection services) => services.AddSingleton<ModelVerifier>();
}

/// <summary>Makes verified models: by hashing, or by an unchanged record of having hashed.</summary>
public sealed class ModelVerifier
{
    /// <summary>Hashes every file again and reads its structure.</summary>
    /// <exception cref="RefusedException">A file is not what it was.</exception>
    public Task<VerifiedModel> VerifyAsync(StoredModel model, IProgress<long>? hashed, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Trusts files whose size, modification time and inode are as recorded; hashes the others.</summary>
    public Task<VerifiedModel> OpenAsync(StoredModel model, CancellationToken ct) => throw new NotImplementedException();
}
