using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>What is known of an inscription before its sat has a place.</summary>
/// <param name="Curse">The first reason to curse it, or null.</param>
/// <param name="IsReinscription">Whether its sat carries another.</param>
/// <param name="IsUnbound">Whether it gets no sat.</param>
/// <param name="Parents">The parents that it claims, and that can be.</param>
internal sealed record NewInscription(Curse? Curse, bool IsReinscription, bool IsUnbound, List<InscriptionId> Parents);
