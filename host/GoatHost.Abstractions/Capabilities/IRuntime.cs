namespace GoatHost.Abstractions;

/// <summary>Opens models that the host has verified. A runtime whose plugin.json says <c>"isolation": "process"</c> lives in a worker process.</summary>
public interface IRuntime : ICapability
{
    /// <summary>Whether this runtime could run a model. Looks at the model's facts, loads nothing.</summary>
    /// <param name="model">A model whose every byte is verified.</param>
    /// <returns>True when <see cref="OpenAsync"/> is worth a try.</returns>
    bool CanRun(VerifiedModel model);

    /// <summary>Loads a model and makes it ready to answer.</summary>
    /// <param name="model">A model that <see cref="CanRun"/> accepted.</param>
    /// <param name="options">How to load it.</param>
    /// <param name="progress">The part that is loaded, 0 to 1.</param>
    /// <param name="ct">Stops the loading within a second and frees what was loaded.</param>
    /// <returns>The session; disposing it unloads the model.</returns>
    /// <exception cref="GoatException">It cannot be loaded: the sentence says why.</exception>
    Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct);

    /// <summary>Lists what this runtime would compute on, so that the host can say whether a model fits.</summary>
    /// <param name="ct">Cancels the listing.</param>
    /// <returns>The devices, best first; empty when the runtime cannot tell.</returns>
    Task<IReadOnlyList<ComputeDevice>> ListDevicesAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<ComputeDevice>>([]);
}

/// <summary>A processor with its memory.</summary>
/// <param name="Name">As its driver names it.</param>
/// <param name="IsGpu">Whether it is a GPU with memory of its own.</param>
/// <param name="TotalMemory">Bytes of memory.</param>
/// <param name="FreeMemory">Bytes free now.</param>
public sealed record ComputeDevice(string Name, bool IsGpu, long TotalMemory, long FreeMemory);

/// <summary>A loaded model. Its methods may be called from several threads at once; a session queues what it cannot do at once.</summary>
public interface IModelSession : IAsyncDisposable
{
    /// <summary>What the loaded model can take.</summary>
    SessionLimits Limits { get; }

    /// <summary>Generates text for a chat or a raw prompt.</summary>
    /// <param name="request">The prompt and how to sample.</param>
    /// <param name="ct">Stops the generation within a second.</param>
    /// <returns>Pieces as they come; text never splits a character; the last delta carries <see cref="Delta.End"/>.</returns>
    /// <exception cref="RequestException">The prompt is too long (both numbers are in the sentence; it is never cut), or asks what this runtime cannot do.</exception>
    /// <exception cref="BusyException">As many requests wait as may wait.</exception>
    IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct);

    /// <summary>Embeds texts, each as one vector.</summary>
    /// <param name="texts">The texts, in order.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>One vector for each text, of L2 length 1, of as many dimensions as the model's embedding.</returns>
    /// <exception cref="RequestException">The runtime or the model makes no embeddings, or a text is too long.</exception>
    Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct);

    /// <summary>Splits a text into the model's tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Token ids, without begin or end marks.</returns>
    Task<IReadOnlyList<int>> TokenizeAsync(string text, CancellationToken ct);
}

/// <summary>How to load a model. What is null is the runtime's to choose.</summary>
public sealed record SessionOptions
{
    /// <summary>Context size in tokens: prompt and answer together.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Threads of computation.</summary>
    public int? Threads { get; init; }

    /// <summary>Layers to put on a GPU; 0 keeps all on the CPU.</summary>
    public int? GpuLayers { get; init; }
}

/// <summary>What a loaded model can take, for the host to check and people to see.</summary>
public sealed record SessionLimits
{
    /// <summary>Context size in tokens: prompt and answer together.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>What runs it, for people: <c>llama.cpp v0.4.0, CPU (zen4), 2 threads</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Whether <see cref="IModelSession.EmbedAsync"/> works.</summary>
    public bool Embeds { get; init; }
}
