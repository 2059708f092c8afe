using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Inference;

public static class InferenceServices
{
    public static IServiceCollection AddInference(this IServiceCollection services) => services.AddSingleton<ModelSessions>();
}

/// <summary>A model in memory.</summary>
public sealed record ResidentModel(string Model, string Runtime, int ProcessId, long MemoryBytes, int Leases, SessionLimits Limits);

/// <summary>Models in memory, shared by all who ask for the same one.</summary>
public sealed class ModelSessions : IAsyncDisposable
{
    /// <summary>Opens a session; disposing it gives it back, and the model stays loaded for the next until the engine ends.</summary>
    public Task<IModelSession> OpenAsync(StoredModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct) =>
        throw new NotImplementedException();

    public Task<IReadOnlyList<ResidentModel>> ListAsync(CancellationToken ct) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>The other end: what <c>goat worker</c> runs.</summary>
public static class WorkerProgram
{
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct) => throw new NotImplementedException();
}
