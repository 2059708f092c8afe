using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Guards;

namespace GoatHost.Engine.Plugins.Lending;

/// <summary>Forwards to the engine's description reader.</summary>
internal sealed class LentDescriptionReader(Lazy<IDescriptionReader> reader) : IDescriptionReader
{
    public ModelDescription? Read(Reference origin, Content content) => reader.Value.Read(origin, content);
}

/// <summary>Forwards to the engine's models.</summary>
internal sealed class LentModels(Lazy<IHostModels> models) : IHostModels
{
    public Task<IReadOnlyList<VerifiedModel>> ListAsync(CancellationToken ct) => models.Value.ListAsync(ct);

    public Task<Stream> OpenAsync(VerifiedModel model, string path, CancellationToken ct) => models.Value.OpenAsync(model, path, ct);
}

/// <summary>Forwards to the engine's sessions.</summary>
internal sealed class LentInference(Lazy<IHostInference> inference) : IHostInference
{
    public Task<IModelSession> OpenAsync(string model, CancellationToken ct) => inference.Value.OpenAsync(model, ct);
}

/// <summary>Forwards to the engine's catalog.</summary>
internal sealed class LentCatalog(Lazy<IHostCatalog> catalog) : IHostCatalog
{
    public Task<string?> CursorAsync(string source, CancellationToken ct) => catalog.Value.CursorAsync(source, ct);

    public Task RecordAsync(string source, Discovery step, CancellationToken ct) => catalog.Value.RecordAsync(source, HostCopies.Of(step), ct);
}

/// <summary>Lent where there is no engine behind it, as in a worker: says so when it is used.</summary>
internal sealed class NothingLent : IDescriptionReader, IHostModels, IHostInference, IHostCatalog
{
    public ModelDescription? Read(Reference origin, Content content) => throw Missing();

    public Task<IReadOnlyList<VerifiedModel>> ListAsync(CancellationToken ct) => throw Missing();

    public Task<Stream> OpenAsync(VerifiedModel model, string path, CancellationToken ct) => throw Missing();

    public Task<IModelSession> OpenAsync(string model, CancellationToken ct) => throw Missing();

    public Task<string?> CursorAsync(string source, CancellationToken ct) => throw Missing();

    public Task RecordAsync(string source, Discovery step, CancellationToken ct) => throw Missing();

    private static GoatException Missing() => new("A runtime in a worker process is lent loggers, the clock and HTTP, but not the host's models, sessions, catalog or description reader.");
}
