using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Lending;

/// <summary>The store's models as plugins see them: verified, and read-only.</summary>
internal sealed partial class HostModels(ModelStore store, ModelVerifier verifier, ILogger<HostModels> log) : IHostModels
{
    public async Task<IReadOnlyList<VerifiedModel>> ListAsync(CancellationToken ct)
    {
        var models = new List<VerifiedModel>();
        foreach (var stored in await store.ListAsync(ct))
        {
            try
            {
                models.Add(await verifier.OpenAsync(stored, ct));
            }
            catch (GoatException e)
            {
                LogLeftOut(log, stored.FullName, e.Message);
            }
        }
        return models;
    }

    public async Task<Stream> OpenAsync(VerifiedModel model, string path, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stored = await store.FindAsync(model.Name, ct) ?? throw new GoatException($"{model.Name} is no longer on this machine.");
        var verified = await verifier.OpenAsync(stored, ct);
        var file = verified.Files.FirstOrDefault(one => one.Path == path) ?? throw new GoatException($"{model.Name} has no file {path}.");
        try
        {
            return new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{path} of {model.Name} cannot be opened: {e.Message}", e);
        }
    }

    [LoggerMessage(EventIds.ModelLeftOut, LogLevel.Warning, "{Model} is left out of the list that plugins see: {Reason}")]
    private static partial void LogLeftOut(ILogger log, string model, string reason);
}
