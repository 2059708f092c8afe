using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins.Quarantines;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>The one gate between the host and a plugin's code: deadlines, a catch for everything, faults kept as text, a breaker.</summary>
/// <remarks>No exception object of the plugin leaves it, so that none is kept: what passes is made anew here, with the same sentence.</remarks>
internal sealed partial class PluginGuard(string plugin, GuardDeadlines deadlines, TimeProvider time, ILogger log) : IDisposable
{
    private readonly CancellationTokenSource _life = new();
    private readonly CallLeases _leases = new();
    private readonly ConcurrentDictionary<string, string> _unwell = new();
    private readonly StrayCalls _strays = new();
    private readonly PluginFaults _faults = new(plugin, deadlines.Breaker, time, log);
    private volatile CallMarker? _marker;

    public GuardDeadlines Deadlines => deadlines;

    public Breaker Breaker => _faults.Breaker;

    /// <summary>The sentence of the last fault, or null.</summary>
    public string? LastFault => _faults.Last;

    /// <summary>What a capability last said of itself when it was not well, or null.</summary>
    public string? Unwell => _unwell.Values.FirstOrDefault();

    /// <summary>What the plugin was doing in calls that were given up and have still not ended.</summary>
    public IReadOnlyCollection<string> StillRunning => _strays.Doing;

    /// <summary>Whether a call is in flight, of those that are counted.</summary>
    public bool IsCalled => _marker?.IsCalled ?? false;

    /// <summary>Counts calls from now on, so that a process that dies in one leaves word of it.</summary>
    public void Count(CallMarker? marker) => _marker = marker;

    /// <summary>Leaves no word of calls any more.</summary>
    public void Uncount() => _marker?.Dispose();

    public void Note(string capability, Health health)
    {
        if (health.Status == HealthStatus.Healthy) _unwell.TryRemove(capability, out _);
        else _unwell[capability] = $"{capability}: {FaultText.Line(health.Detail ?? health.Status.ToString())}";
    }

    /// <summary>Lets in no new call, and gives those in flight a while to end.</summary>
    public async Task DrainAsync()
    {
        try
        {
            await _leases.DrainAsync().WaitAsync(deadlines.Drain, time);
        }
        catch (TimeoutException)
        {
            LogDrained(log, plugin, deadlines.Drain.TotalSeconds);
        }
    }

    /// <summary>Ends every call in flight: the plugin is going.</summary>
    public Task CloseAsync() => _life.CancelAsync();

    public void Dispose()
    {
        Uncount();
        Breaker.Dispose();
        _life.Dispose();
    }

    /// <summary>A yes-or-no question about a text. A plugin that throws or hangs has said no.</summary>
    public bool Ask(string doing, Func<bool> question)
    {
        // Out of use for faults of another kind, it may still say what is its own, so that the call after it tells the person why.
        if (Breaker.RefusesQuestions || !_leases.TryTake()) return false;
        var marker = _marker;
        marker?.Enter();
        try
        {
            return AskNow(doing, question);
        }
        finally
        {
            marker?.Leave();
            _leases.GiveBack();
        }
    }

    private bool AskNow(string doing, Func<bool> question)
    {
        var answer = false;
        string? fault = null;
        // A thread of its own: on a busy pool the question might wait its whole deadline for a thread, and a good plugin would have said no.
        var asked = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    answer = question();
                }
                catch (Exception e)
                {
                    fault = FaultText.Of(e);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!((IAsyncResult)asked).AsyncWaitHandle.WaitOne(deadlines.Question))
        {
            fault = $"no answer within {deadlines.Question.TotalSeconds} s.";
            _strays.Watch(asked, doing);
        }
        if (fault is null) return answer;
        _faults.Note(doing, fault, null, ofQuestion: true);
        return false;
    }

    /// <summary>A call that may take as long as it needs, or as long as its deadline.</summary>
    /// <exception cref="GoatException">It failed, or the plugin is out of use or going.</exception>
    public async Task<T> RunAsync<T>(string doing, TimeSpan? deadline, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        Enter();
        try
        {
            return await CallAsync(doing, deadline, call, ct);
        }
        finally
        {
            _leases.GiveBack();
        }
    }

    /// <summary>A call that lasts, like a transfer or a command, and so is not counted against the plugin when the process dies in it.</summary>
    public async Task<T> LastAsync<T>(string doing, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        Enter();
        try
        {
            return await WorkAsync(doing, null, call, ct);
        }
        finally
        {
            _leases.GiveBack();
        }
    }

    public Task LastAsync(string doing, Func<CancellationToken, Task> call, CancellationToken ct) => LastAsync(doing, Answering(call), ct);

    /// <summary>A call that an open breaker does not stop.</summary>
    public async Task<T> CallAsync<T>(string doing, TimeSpan? deadline, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        var marker = _marker;
        marker?.Enter();
        try
        {
            return await WorkAsync(doing, deadline, call, ct);
        }
        finally
        {
            marker?.Leave();
        }
    }

    private async Task<T> WorkAsync<T>(string doing, TimeSpan? deadline, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var source = new CancellationTokenSource();
        // Not a linked source: its callbacks are the plugin's code and must not run inside whoever cancels.
        using var fromCaller = ct.UnsafeRegister(Cancel, source);
        using var fromLife = _life.Token.UnsafeRegister(Cancel, source);
        try
        {
            var work = Task.Run(() => call(source.Token), CancellationToken.None);
            return await WaitAsync(work, doing, deadline, source);
        }
        catch (Exception e)
        {
            throw Translate(doing, e, ct);
        }
    }

    public Task RunAsync(string doing, TimeSpan? deadline, Func<CancellationToken, Task> call, CancellationToken ct) =>
        RunAsync(doing, deadline, Answering(call), ct);

    /// <summary>A stream: each step is a guarded call.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string doing, Func<CancellationToken, IAsyncEnumerable<T>> call, [EnumeratorCancellation] CancellationToken ct)
    {
        Enter();
        using var lease = new Lease(_leases);
        using var source = new CancellationTokenSource();
        using var fromCaller = ct.UnsafeRegister(Cancel, source);
        using var fromLife = _life.Token.UnsafeRegister(Cancel, source);
        var items = await CallAsync(doing, deadlines.Check, _ => Task.FromResult(call(source.Token).GetAsyncEnumerator(source.Token)), ct);
        try
        {
            while (true)
            {
                var (more, item) = await CallAsync(doing, null, async _ => await items.MoveNextAsync() ? (true, items.Current) : (false, default!), ct);
                if (!more) break;
                yield return item;
            }
        }
        finally
        {
            await source.CancelAsync();
            await QuietlyAsync($"ending: {doing}", () => items.DisposeAsync().AsTask());
        }
    }

    /// <summary>A call on the way out, whose fault is noted and stops nothing.</summary>
    public async Task QuietlyAsync(string doing, Func<Task> call)
    {
        try
        {
            await Task.Run(call).WaitAsync(deadlines.Grace, time);
        }
        catch (Exception e)
        {
            _faults.Note(doing, FaultText.Of(e), e.ToString());
        }
    }

    private static Func<CancellationToken, Task<bool>> Answering(Func<CancellationToken, Task> call) => async token =>
    {
        await call(token);
        return true;
    };

    private void Enter()
    {
        if (Breaker.Refusal is { } refusal) throw new GoatException(refusal);
        if (!_leases.TryTake()) throw new GoatException($"The {plugin} plugin is being unloaded: try it again in a moment.");
    }

    private async Task<T> WaitAsync<T>(Task<T> work, string doing, TimeSpan? deadline, CancellationTokenSource source)
    {
        try
        {
            return await work.WaitAsync(deadline ?? Timeout.InfiniteTimeSpan, time, source.Token);
        }
        catch (Exception e) when (!work.IsCompleted)
        {
            Forget(source.CancelAsync());
            await Task.WhenAny(work, Task.Delay(deadlines.Grace, time));
            _strays.Watch(work, doing);
            if (e is TimeoutException) throw new GuardException($"no answer within {deadline!.Value.TotalSeconds} s.");
            if (!work.IsCompleted) LogIgnored(log, plugin, deadlines.Grace.TotalSeconds);
            throw;
        }
        finally
        {
            Forget(work);
        }
    }

    private Exception Translate(string doing, Exception exception, CancellationToken ct) => exception switch
    {
        OperationCanceledException when ct.IsCancellationRequested => new OperationCanceledException(ct),
        OperationCanceledException when _life.IsCancellationRequested => new GoatException($"The {plugin} plugin was stopped while {doing}."),
        RefusedException => new RefusedException(FaultText.Line(exception.Message)),
        ContextExceededException excess => new ContextExceededException(FaultText.Line(excess.Message), excess.PromptTokens, excess.ContextTokens),
        RequestException => new RequestException(FaultText.Line(exception.Message)),
        BusyException => new BusyException(FaultText.Line(exception.Message)),
        GoatException => new GoatException(FaultText.Line(exception.Message)),
        GuardException => new GoatException(_faults.Note(doing, exception.Message, null)),
        OperationCanceledException => new GoatException(_faults.Note(doing, "it gave up by itself (timed out).", exception.ToString())),
        _ => new GoatException(_faults.Note(doing, FaultText.Of(exception), exception.ToString())),
    };

    private static void Cancel(object? source) => Forget(((CancellationTokenSource)source!).CancelAsync());

    /// <summary>Looks at the outcome of what nobody waits for any more, so that it is not raised elsewhere.</summary>
    private static void Forget(Task task) => _ = task.ContinueWith(
        static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    [LoggerMessage(EventIds.PluginDeaf, LogLevel.Warning, "the {Plugin} plugin went on {Seconds} s after it was cancelled; the call is given up")]
    private static partial void LogIgnored(ILogger log, string plugin, double seconds);

    [LoggerMessage(EventIds.PluginDrained, LogLevel.Information, "calls of the {Plugin} plugin went on for {Seconds} s after it was asked to go; they are cancelled")]
    private static partial void LogDrained(ILogger log, string plugin, double seconds);

    private readonly struct Lease(CallLeases leases) : IDisposable
    {
        public void Dispose() => leases.GiveBack();
    }
}
