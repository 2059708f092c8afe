using System.Globalization;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>When faults are too many, and how long a plugin then rests before it is asked how it is.</summary>
internal sealed record BreakerRules
{
    public int Faults { get; init; } = 5;

    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>Takes a plugin out of use when it faults again and again, and back when a health check after a pause finds it well.</summary>
internal sealed class Breaker : IDisposable
{
    private readonly string _plugin;
    private readonly BreakerRules _rules;
    private readonly TimeProvider _time;
    private readonly ITimer _pause;
    private readonly Lock _gate = new();
    private readonly Queue<(long At, bool OfQuestion)> _faults = new();
    private string? _refusal;
    private bool _refusesQuestions;
    private bool _disposed;

    public Breaker(string plugin, BreakerRules rules, TimeProvider time)
    {
        (_plugin, _rules, _time) = (plugin, rules, time);
        _pause = time.CreateTimer(static breaker => _ = ((Breaker)breaker!).ProbeAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks the plugin how it is; true when it is well. It never throws. Without one, the pause alone closes the breaker.</summary>
    public Func<Task<bool>>? Probe { get; set; }

    /// <summary>Why no call passes now, as a sentence; null when calls pass.</summary>
    public string? Refusal
    {
        get
        {
            lock (_gate) return _refusal;
        }
    }

    /// <summary>Whether even questions about a text go unasked, because they were among the faults.</summary>
    public bool RefusesQuestions
    {
        get
        {
            lock (_gate) return _refusal is not null && _refusesQuestions;
        }
    }

    public bool HasRecentFaults
    {
        get
        {
            lock (_gate)
            {
                DropOld();
                return _faults.Count > 0;
            }
        }
    }

    public void Note(string fault, bool ofQuestion)
    {
        lock (_gate)
        {
            _faults.Enqueue((_time.GetTimestamp(), ofQuestion));
            DropOld();
            if (_faults.Count > 10 * _rules.Faults) _faults.Dequeue();
            if (_disposed || _refusal is not null || _faults.Count < _rules.Faults) return;
            _refusesQuestions = _faults.Any(one => one.OfQuestion);
            _refusal = string.Create(CultureInfo.InvariantCulture,
                $"The {_plugin} plugin is out of use: it failed {_faults.Count} times within {_rules.Within.TotalSeconds} s, and is asked how it is every {_rules.Pause.TotalSeconds} s. The last time: {fault}");
            _pause.Change(_rules.Pause, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _pause.Dispose();
        }
    }

    private async Task ProbeAsync()
    {
        var well = Probe is not { } probe || await probe();
        lock (_gate)
        {
            if (_disposed) return;
            if (!well)
            {
                _pause.Change(_rules.Pause, Timeout.InfiniteTimeSpan);
                return;
            }
            _refusal = null;
            _faults.Clear();
        }
    }

    private void DropOld()
    {
        while (_faults.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.At) > _rules.Within) _faults.Dequeue();
    }
}
