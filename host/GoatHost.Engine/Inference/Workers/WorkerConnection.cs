using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>The host's end of a worker: many requests over one connection, all of which fail with one sentence when the worker dies.</summary>
internal sealed partial class WorkerConnection : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortGrace = TimeSpan.FromMilliseconds(300);

    private readonly WorkerProcess _process;
    private readonly WorkerChannel _channel;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _plugin;
    private readonly ConcurrentDictionary<int, WorkerRequest> _requests = new();
    private readonly CancellationTokenSource _over = new();
    private readonly WorkerWatch _watch;
    private readonly Task<(string How, string Sentence)> _life;
    private volatile bool _dead;
    private int _lastId;
    private int _disposed;

    public WorkerConnection(WorkerProcess process, WorkerChannel channel, string plugin, WorkerWatch watch, TimeProvider time, ILogger log)
    {
        (_process, _channel, _plugin, _watch, _time, _log) = (process, channel, plugin, watch, time, log);
        _life = LiveAsync();
        _ = watch.RunAsync(process, () => !_requests.IsEmpty, () => channel.SendAsync(new Stats(0), CancellationToken.None), _over.Token);
    }

    /// <summary>Told how it died, when nobody asked it to end; answers what comes next, as the end of a sentence.</summary>
    public Func<string, Task<string>> Died { get; set; } = static _ => Task.FromResult("the next request starts a new one");

    public bool IsAlive => !_dead;

    /// <summary>What the plugin in it turned out to be.</summary>
    public Loaded Loaded { get; set; } = new(0, []);

    public int ProcessId => _process.Id;

    public long Memory => _process.Memory;

    /// <summary>Sends a request whose answers are then taken one by one.</summary>
    /// <exception cref="GoatException">The worker is dead.</exception>
    public async Task<WorkerRequest> BeginAsync(Func<int, WorkerMessage> make, CancellationToken ct)
    {
        var id = Interlocked.Increment(ref _lastId);
        var request = new WorkerRequest(this, id);
        _requests[id] = request;
        try
        {
            await SendAsync(make(id), ct);
            if (_dead) request.Close(); // it died before the request was in the list
            return request;
        }
        catch
        {
            Forget(id);
            throw;
        }
    }

    /// <summary>A request with one answer, and progress before it.</summary>
    public async Task<T> AskAsync<T>(Func<int, WorkerMessage> make, IProgress<double>? progress, CancellationToken ct) where T : WorkerMessage
    {
        await using var request = await BeginAsync(make, ct);
        while (true)
        {
            switch (await request.NextAsync(ct))
            {
                case Progress step:
                    progress?.Report(step.Portion);
                    break;
                case T answer:
                    request.End();
                    return answer;
                case var other:
                    throw new GoatException($"The {_plugin} worker answered with {other.GetType().Name} where {typeof(T).Name} was asked for; it is another version: restart goat.");
            }
        }
    }

    public async Task SendAsync(WorkerMessage message, CancellationToken ct)
    {
        try
        {
            await _channel.SendAsync(message, ct);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw await DeathAsync();
        }
    }

    /// <summary>The sentence about the worker's end, as a new exception for each who waits.</summary>
    public async Task<GoatException> DeathAsync()
    {
        var (how, sentence) = await _life;
        return new WorkerDiedException(how, sentence);
    }

    /// <summary>Tells the worker that nobody waits for a request any more.</summary>
    public async Task CancelAsync(int id)
    {
        _watch.Cancelled(id);
        await SendAsync(new Cancel(id), CancellationToken.None);
    }

    public void Forget(int id) => _requests.TryRemove(id, out _);

    public ValueTask DisposeAsync() => CloseAsync(Grace);

    /// <summary>Ends it with little ceremony: what it was doing is not wanted any more.</summary>
    public ValueTask DropAsync() => CloseAsync(ShortGrace);

    /// <summary>Asks it to close, waits a moment, and ends it.</summary>
    private async ValueTask CloseAsync(TimeSpan grace)
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        try
        {
            if (!_dead) await _channel.SendAsync(new Close(0), CancellationToken.None).WaitAsync(grace, _time);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or TimeoutException)
        {
            LogNoGoodbye(_log, _plugin, e.Message);
        }
        await _process.EndAsync(_dead ? TimeSpan.Zero : grace, _time);
        await _life;
        await _channel.DisposeAsync();
        await _process.DisposeAsync();
        _over.Dispose();
    }

    private async Task<(string How, string Sentence)> LiveAsync()
    {
        var broken = "";
        using var life = WorkerLife.Begin(_plugin, _process.Id, () => _process.Memory);
        try
        {
            while (await _channel.ReceiveAsync(CancellationToken.None) is { } message) Deliver(message);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            broken = e.Message;
        }
        var unasked = Volatile.Read(ref _disposed) == 0;
        _dead = true;
        await _over.CancelAsync();
        var (how, words) = await _process.ObituaryAsync(_time);
        how = _watch.Verdict ?? how;
        if (unasked) LogDead(_log, _plugin, how, broken);
        var next = unasked ? await Died(how) : "it was asked to end";
        foreach (var request in _requests.Values) request.Close();
        return (how, $"The {_plugin} worker {how} during the work; {next}.{(words is null ? "" : $" Its last words: {words}")}");
    }

    private void Deliver(WorkerMessage message)
    {
        _watch.Heard(message);
        // An answer to a request that was cancelled meanwhile has nobody to go to.
        if (_requests.TryGetValue(message.Id, out var request) && !request.TryDeliver(message) && message is not Progress)
            throw new InvalidDataException("The worker sent more than it was allowed to.");
    }

    private static void LogDead(ILogger log, string plugin, string how, string broken)
    {
        WorkerLife.Died(plugin);
        LogDied(log, plugin, how, broken);
    }

    [LoggerMessage(EventIds.WorkerDied, LogLevel.Warning, "the {Plugin} worker {How} {Broken}")]
    private static partial void LogDied(ILogger log, string plugin, string how, string broken);

    [LoggerMessage(EventIds.WorkerTookNoGoodbye, LogLevel.Debug, "the {Plugin} worker took no goodbye: {Reason}")]
    private static partial void LogNoGoodbye(ILogger log, string plugin, string reason);
}
