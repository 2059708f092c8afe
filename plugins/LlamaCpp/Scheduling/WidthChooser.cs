namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// Finds how many streams to go on with in one batch. More in a batch is not always more a second: by model and machine two
/// together can be slower than one after the other. So each width is timed while it serves, and the best is taken.
/// </summary>
internal sealed class WidthChooser
{
    private const int EnoughSamples = 3;
    private const double Follows = 0.1;

    /// <summary>Choices between two looks at a width that is not the best: times change with the machine's other work.</summary>
    private const int Patience = 512;

    private readonly double[] _seconds;
    private readonly int[] _samples;
    private readonly int[] _seen;
    private int _choices;

    /// <summary>A chooser that knows nothing, or what was known.</summary>
    /// <param name="most">The greatest width.</param>
    /// <param name="known">Seconds of a step by width, from earlier.</param>
    public WidthChooser(int most, IReadOnlyDictionary<int, double>? known = null)
    {
        _seconds = new double[most + 1];
        _samples = new int[most + 1];
        _seen = new int[most + 1];
        foreach (var (width, seconds) in known ?? new Dictionary<int, double>())
        {
            var sound = width >= 1 && width <= most && seconds > 0 && double.IsFinite(seconds);
            if (sound) (_seconds[width], _samples[width]) = (seconds, EnoughSamples);
        }
    }

    /// <summary>Seconds of a step by width, as far as known.</summary>
    public IReadOnlyDictionary<int, double> Known =>
        Enumerable.Range(1, _seconds.Length - 1)
            .Where(width => _samples[width] >= EnoughSamples)
            .ToDictionary(width => width, width => _seconds[width]);

    /// <summary>Seconds that a step of a width usually takes, or null when that is not known.</summary>
    public double? Usual(int width) => width < _seconds.Length && _samples[width] >= EnoughSamples ? _seconds[width] : null;

    /// <summary>Chooses a width.</summary>
    /// <param name="streams">Streams that could go on.</param>
    public int Choose(int streams)
    {
        streams = Math.Min(streams, _seconds.Length - 1);
        if (streams == 1) return 1;
        _choices++;
        var (best, rate) = (streams, 0.0);
        for (var width = streams; width >= 1; width = Below(width))
        {
            if (_samples[width] < EnoughSamples || _choices - _seen[width] > Patience)
            {
                // The first look after a long time begins anew.
                if (_samples[width] >= EnoughSamples) (_samples[width], _seconds[width]) = (0, 0);
                return width;
            }
            if (width / _seconds[width] > rate) (best, rate) = (width, width / _seconds[width]);
        }
        return best;
    }

    /// <summary>Learns from a batch that held nothing but streams.</summary>
    public void Observe(int width, TimeSpan taken)
    {
        if (width < 1 || width >= _seconds.Length) return;
        var seconds = taken.TotalSeconds;
        _seen[width] = _choices;
        // One step that something else held up must not spoil the mean.
        if (_samples[width] > 0) seconds = Math.Min(seconds, _seconds[width] * 4);
        _seconds[width] = _samples[width]++ < EnoughSamples && _seconds[width] > 0
            ? Math.Min(_seconds[width], seconds)
            : _seconds[width] == 0 ? seconds : _seconds[width] + ((seconds - _seconds[width]) * Follows);
        _samples[width] = Math.Min(_samples[width], EnoughSamples);
    }

    // All the streams, or a power of two of them.
    private static int Below(int width) => width == 1 ? 0 : int.IsPow2(width) ? width / 2 : 1 << int.Log2(width);
}
