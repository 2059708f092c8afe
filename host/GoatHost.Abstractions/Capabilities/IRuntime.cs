namespace GoatHost.Abstractions;

/// <summary>Opens models that the host has verified. A runtime whose plugin.json says <c>"isolation": "process"</c> lives in a worker process.</summary>
public interface IRuntime : ICapability
{
    /// <summary>Whether this runtime could run a model. Looks at the model's facts, loads nothing.</summary>
    /// <param name="model">A model whose every byte is verified.</param>
    /// <returns>True when <see cref="OpenAsync"/> is worth a try.</returns>
    bool CanRun(VerifiedModel model);

    /// <summary>Loads a model, its <see cref="VerifiedModel.Adapters"/> beside it, and makes it ready to answer.</summary>
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
public sealed record ComputeDevice(string Name, bool IsGpu, long TotalMemory, long FreeMemory)
{
    /// <summary>What tells it from others of the same make: <c>CUDA0</c>; empty when the runtime has no such word.</summary>
    public string Id { get; init; } = "";
}

/// <summary>A loaded model. Its methods may be called from several threads at once; a session queues what it cannot do at once.</summary>
public interface IModelSession : IAsyncDisposable
{
    /// <summary>What the loaded model can take.</summary>
    SessionLimits Limits { get; }

    /// <summary>Generates text for a chat or a raw prompt.</summary>
    /// <param name="request">The prompt and how to sample.</param>
    /// <param name="ct">Stops the generation within a second.</param>
    /// <returns>Pieces as they come; text never splits a character; the last delta carries <see cref="Delta.End"/>.</returns>
    /// <exception cref="ContextExceededException">The prompt is too long; it is never cut unasked.</exception>
    /// <exception cref="RequestException">It asks what this runtime cannot do.</exception>
    /// <exception cref="BusyException">As many requests wait as may wait.</exception>
    IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct);

    /// <summary>Embeds texts, each as one vector.</summary>
    /// <param name="request">The texts.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>One vector for each text.</returns>
    /// <exception cref="RequestException">The runtime or the model makes no embeddings, or a text is too long.</exception>
    Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct);

    /// <summary>Scores texts by how well they answer a query.</summary>
    /// <param name="request">The query and the texts.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>One score for each text.</returns>
    /// <exception cref="RequestException">The runtime or the model ranks nothing, or a text is too long.</exception>
    Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) =>
        Task.FromException<RankResult>(new RequestException("This runtime ranks no texts: take a reranking model, and a runtime that can run it."));

    /// <summary>Splits a text into the model's tokens.</summary>
    /// <param name="request">The text.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Token ids.</returns>
    Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct);

    /// <summary>Turns tokens back into the bytes that they stand for: UTF-8 when joined, where one token may be a part of a character.</summary>
    /// <param name="tokens">Token ids.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The bytes of each token; none for a mark.</returns>
    /// <exception cref="RequestException">The runtime cannot, or an id is not in the vocabulary.</exception>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        Task.FromException<IReadOnlyList<ReadOnlyMemory<byte>>>(new RequestException("This runtime cannot turn tokens back into text."));

    /// <summary>Writes a request's chat as the prompt that the model would be given.</summary>
    /// <param name="request">A request with <see cref="GenerationRequest.Messages"/>.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>The prompt.</returns>
    /// <exception cref="RequestException">The runtime cannot, or the model's template refuses the chat.</exception>
    Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) =>
        Task.FromException<string>(new RequestException("This runtime shows no prompts."));
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

    /// <summary>
    /// The GPUs to use, each by its <see cref="ComputeDevice.Id"/> or <see cref="ComputeDevice.Name"/>, with commas between; null for all.
    /// </summary>
    public string? Devices { get; init; }

    /// <summary>Answers that may be generated at once; they share the context.</summary>
    public int? Parallel { get; init; }

    /// <summary>Requests that may wait for their turn; more are refused with a <see cref="BusyException"/>.</summary>
    public int? Queue { get; init; }

    /// <summary>Tokens of a prompt that are computed at once.</summary>
    public int? BatchTokens { get; init; }

    /// <summary>Whether weights are mapped from the file and not read into memory.</summary>
    public bool? MapWeights { get; init; }
}

/// <summary>What a loaded model can take, for the host to check and people to see.</summary>
public sealed record SessionLimits
{
    /// <summary>Context size in tokens: prompt and answer together.</summary>
    public required int ContextTokens { get; init; }

    /// <summary>What runs it, for people: <c>llama.cpp v0.4.0, CPU (zen4), 2 threads</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Answers that are generated at once.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Requests that may wait for their turn.</summary>
    public int Queue { get; init; }

    /// <summary>Whether <see cref="IModelSession.GenerateAsync"/> works.</summary>
    public bool Generates { get; init; } = true;

    /// <summary>Whether <see cref="IModelSession.EmbedAsync"/> works.</summary>
    public bool Embeds { get; init; }

    /// <summary>Whether <see cref="IModelSession.RankAsync"/> works.</summary>
    public bool Ranks { get; init; }

    /// <summary>Whether <see cref="GenerationRequest.Tools"/> may be given.</summary>
    public bool Tools { get; init; }

    /// <summary>Whether the model reasons before it answers.</summary>
    public bool Thinks { get; init; }

    /// <summary>Whether <see cref="GenerationRequest.Suffix"/> may be given.</summary>
    public bool Infills { get; init; }

    /// <summary>Layers of the model.</summary>
    public int Layers { get; init; }

    /// <summary>Those of <see cref="Layers"/> that are on a GPU.</summary>
    public int GpuLayers { get; init; }

    /// <summary>Bytes on a GPU.</summary>
    public long GpuMemory { get; init; }

    /// <summary>The adapters that requests may name, with the scales that hold where a request names none.</summary>
    public IReadOnlyList<AdapterScale> Adapters { get; init; } = [];

    /// <summary>What a person should know of how it was loaded, a sentence each: a chat template that could not be read, a context made smaller.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
