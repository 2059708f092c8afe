using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>An inscription as ord's index has it: numbered, and on its sat.</summary>
internal sealed record LocatedInscription
{
    public required InscriptionId Id { get; init; }

    /// <summary>Counted from 0; a cursed one is counted from -1 down.</summary>
    public required long Number { get; init; }

    /// <summary>Counted over all, cursed or not.</summary>
    public required long Sequence { get; init; }

    /// <summary>The first reason to curse it, which from the jubilee on only vindicates it.</summary>
    public required Curse? Curse { get; init; }

    public required bool IsVindicated { get; init; }

    public required bool IsReinscription { get; init; }

    /// <summary>The parents it claims that its own transaction moves or makes.</summary>
    public required IReadOnlyList<InscriptionId> Parents { get; init; }

    public required SatPoint AtReveal { get; init; }

    /// <summary>Where it is after the last block that was taken in.</summary>
    public required SatPoint Location { get; set; }

    /// <summary>Whether it was put into an output that nobody can spend.</summary>
    public bool IsBurned { get; set; }

    public bool IsCursed => Number < 0;

    public bool IsUnbound => AtReveal.Coin == SatPoint.UnboundCoin;

    public bool IsLost => Location.Coin == SatPoint.LostCoin;
}
