using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>An inscription on its way from a transaction's inputs to its outputs.</summary>
/// <param name="Id">Which.</param>
/// <param name="Offset">Its sat, counted over the inputs; in the coinbase over subsidy and fees.</param>
/// <param name="Known">What it is, when it was inscribed before.</param>
/// <param name="New">What it becomes, when it is inscribed here.</param>
internal sealed record FloatingInscription(InscriptionId Id, UInt128 Offset, LocatedInscription? Known, NewInscription? New);
