using System.Threading.Channels;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>One request to a worker, and its answers in order. Disposed before its end, it is cancelled in the worker.</summary>
internal sealed class WorkerRequest(WorkerConnection connection, int id) : IAsyncDisposable
{
    /// <summary>Parts that a worker may send before it is given credit for more.</summary>
    public const int Window = 64;

    private const int Replenish = Window / 2;

    // Room for a full window, an end, and the progress of a load.
    private readonly Channel<WorkerMessage> _inbox = Channel.CreateBounded<WorkerMessage>(new BoundedChannelOptions(2 * Window) { SingleReader = true });
    private bool _ended;
    private int _taken;

    public bool TryDeliver(WorkerMessage message) => _inbox.Writer.TryWrite(message);

    /// <summary>No more answers will come: the worker is dead.</summary>
    public void Close() => _inbox.Writer.TryComplete();

    /// <summary>The one answer has come; there is nothing to cancel.</summary>
    public void End() => _ended = true;

    /// <summary>The next answer; <see cref="Done"/> is the last.</summary>
    /// <exception cref="GoatException">The request failed in the worker, or the worker died.</exception>
    public async Task<WorkerMessage> NextAsync(CancellationToken ct)
    {
        WorkerMessage message;
        try
        {
            message = await _inbox.Reader.ReadAsync(ct);
        }
        catch (ChannelClosedException)
        {
            _ended = true;
            throw await connection.DeathAsync();
        }
        if (message is Done or Failed) _ended = true;
        if (message is Failed failed) throw Exception(failed, ct);
        if (message is Part or Wrote && ++_taken % Replenish == 0) await connection.SendAsync(new Credit(id, Replenish), ct);
        return message;
    }

    public async ValueTask DisposeAsync()
    {
        connection.Forget(id);
        if (_ended || !connection.IsAlive) return;
        try
        {
            await connection.CancelAsync(id);
        }
        catch (GoatException)
        {
            // Dead: as cancelled as can be.
        }
    }

    private static Exception Exception(Failed failed, CancellationToken ct) => failed.Kind switch
    {
        FailureKind.Cancelled when ct.IsCancellationRequested => new OperationCanceledException(ct),
        FailureKind.Cancelled => new GoatException("The request was broken off, because its model is being unloaded."),
        FailureKind.Refused => new RefusedException(failed.Sentence),
        FailureKind.ContextExceeded => new ContextExceededException(failed.Sentence, failed.PromptTokens, failed.ContextTokens),
        FailureKind.Request => new RequestException(failed.Sentence),
        FailureKind.Busy => new BusyException(failed.Sentence),
        _ => new GoatException(failed.Sentence),
    };
}
