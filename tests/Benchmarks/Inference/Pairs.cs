using System.Globalization;

namespace GoatHost.Benchmarks.Inference;

/// <summary>Rates measured turn by turn, of the peer and of the host. On a noisy machine only their ratios in one round say something.</summary>
internal sealed class Pairs
{
    private readonly List<double> _peer = [];
    private readonly List<double> _own = [];
    private readonly List<double> _ratios = [];

    /// <summary>Adds a round; those before the first warm up.</summary>
    public void Add(int round, double peer, double own)
    {
        if (round < 0) return;
        _peer.Add(peer);
        _own.Add(own);
        _ratios.Add(own / peer);
    }

    public string Line(string what) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-32} bare {Median(_peer),8:F1} /s  host {Median(_own),8:F1} /s  ratio {Median(_ratios):F3} ({_ratios.Min():F3} to {_ratios.Max():F3})");

    public static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
