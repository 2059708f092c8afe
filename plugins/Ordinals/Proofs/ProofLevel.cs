namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>How far an inscription is proven; each level includes the ones below it.</summary>
internal enum ProofLevel
{
    /// <summary>L1: its bytes are an inscription. Anyone can write such bytes.</summary>
    Parsed = 1,

    /// <summary>L2: a spent output committed to its leaf, and its transaction is in a block of the chain.</summary>
    Committed,

    /// <summary>L3: its block's coinbase commits to every witness, so no other leaf and no other number is possible.</summary>
    Witnessed,
}
