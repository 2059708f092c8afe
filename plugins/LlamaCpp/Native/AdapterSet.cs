namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>Adapters and how strongly each is applied. A context computes with one such set at a time, so sets are told apart by value.</summary>
internal sealed class AdapterSet : IEquatable<AdapterSet>
{
    private readonly nint[] _adapters;
    private readonly float[] _scales;

    /// <summary>A set, of which those without effect are left out.</summary>
    /// <param name="adapters">Native adapters with their scales, always in the same order.</param>
    public AdapterSet(IEnumerable<(nint Adapter, float Scale)> adapters)
    {
        var felt = adapters.Where(one => one.Scale != 0).ToArray();
        (_adapters, _scales) = ([.. felt.Select(one => one.Adapter)], [.. felt.Select(one => one.Scale)]);
    }

    /// <summary>The model by itself.</summary>
    public static AdapterSet None { get; } = new([]);

    public ReadOnlySpan<nint> Adapters => _adapters;

    public ReadOnlySpan<float> Scales => _scales;

    public bool Equals(AdapterSet? other) => ReferenceEquals(this, other)
        || (other is not null && Adapters.SequenceEqual(other.Adapters) && Scales.SequenceEqual(other.Scales));

    public override bool Equals(object? obj) => Equals(obj as AdapterSet);

    public override int GetHashCode() => _adapters.Length == 0 ? 0 : HashCode.Combine(_adapters.Length, _adapters[0], _scales[0]);
}
