using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>A parent that an inscription claims, and whether its reveal spent the coin that the parent was on.</summary>
internal sealed record ProvenParent(InscriptionId Id, Proof Proof);
