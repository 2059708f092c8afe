using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary>An inscription that names a torrent, as the scan met it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Height">In which block of the chain.</param>
/// <param name="Position">At which place in it.</param>
/// <param name="Block">The block itself.</param>
/// <param name="Level">How far it was proven then.</param>
/// <param name="Time">The block's time, in seconds since 1970, by its miner's clock.</param>
internal sealed record Sighting(InscriptionId Id, int Height, int Position, Hash256 Block, ProofLevel Level, uint Time);
