using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Sessions;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>A model loaded in a worker. When the worker has died, the next request loads the model in a new one.</summary>
internal sealed class WorkerSession(
    Func<CancellationToken, Task<(WorkerConnection Worker, SessionLimits Limits)>> restart, WorkerConnection first, SessionLimits limits)
    : IModelSession, IResident
{
    private readonly SemaphoreSlim _restarting = new(1, 1);
    private volatile WorkerConnection _worker = first;
    private bool _disposed;

    public SessionLimits Limits { get; private set; } = limits;

    public int ProcessId => _worker.ProcessId;

    public long Memory => _worker.Memory;

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var worker = await WorkerAsync(ct);
        await using var answer = await worker.BeginAsync(id => new Generate(id, request), ct);
        while (await answer.NextAsync(ct) is Part part) yield return part.Delta;
    }

    public async Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct)
    {
        var vectors = await AskAsync<Vectors>(id => new Embed(id, request), ct);
        return new EmbeddingResult(
            [.. vectors.Values.Select(bytes => new ReadOnlyMemory<float>(MemoryMarshal.Cast<byte, float>(bytes).ToArray()))], vectors.PromptTokens);
    }

    public async Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) =>
        (await AskAsync<Ranked>(id => new Rank(id, request), ct)).Result;

    public async Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) =>
        (await AskAsync<Tokens>(id => new Tokenize(id, request), ct)).Ids;

    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        [.. (await AskAsync<Pieces>(id => new Detokenize(id, tokens), ct)).Values.Select(piece => new ReadOnlyMemory<byte>(piece))];

    public async Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) =>
        (await AskAsync<Rendered>(id => new Render(id, request), ct)).Prompt;

    public async ValueTask DisposeAsync()
    {
        await _restarting.WaitAsync();
        try
        {
            _disposed = true;
            await _worker.DisposeAsync();
        }
        finally
        {
            _restarting.Release();
        }
    }

    private async Task<T> AskAsync<T>(Func<int, WorkerMessage> question, CancellationToken ct) where T : WorkerMessage =>
        await (await WorkerAsync(ct)).AskAsync<T>(question, null, ct);

    private async Task<WorkerConnection> WorkerAsync(CancellationToken ct)
    {
        if (_worker is { IsAlive: true } living && !_disposed) return living;
        await _restarting.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_worker.IsAlive) return _worker;
            await _worker.DisposeAsync();
            (_worker, Limits) = await restart(ct);
            return _worker;
        }
        finally
        {
            _restarting.Release();
        }
    }
}
