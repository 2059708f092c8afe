using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>Which sats of a transaction's inputs carry inscriptions: the first on each, and how many.</summary>
internal sealed class SatCensus(IReadOnlyDictionary<InscriptionId, LocatedInscription> known)
{
    private readonly Dictionary<UInt128, (InscriptionId First, int Count)> _sats = [];

    public void Add(UInt128 offset, InscriptionId id)
    {
        var (first, count) = _sats.GetValueOrDefault(offset, (id, 0));
        _sats[offset] = (first, count + 1);
    }

    public bool Has(UInt128 offset) => _sats.ContainsKey(offset);

    /// <summary>Whether one more on this sat is cursed: not when the only one there was itself cursed or vindicated.</summary>
    public bool IsCursed(UInt128 offset) => _sats.TryGetValue(offset, out var sat)
        && (sat.Count > 1 || known.GetValueOrDefault(sat.First) is not ({ IsCursed: true } or { IsVindicated: true }));
}
