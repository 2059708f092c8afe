using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>All that was gathered about a transaction that reveals inscriptions, from wherever it came; nothing of it is believed yet.</summary>
internal sealed record RevealEvidence
{
    public required Network Network { get; init; }

    public required Transaction Reveal { get; init; }

    /// <summary>The header of the block that is said to hold it.</summary>
    public BlockHeader? Header { get; init; }

    /// <summary>From the transaction to the header.</summary>
    public MerkleBranch? Branch { get; init; }

    /// <summary>The whole block, where it could be had: it alone fixes every witness, and so the index.</summary>
    public Block? Block { get; init; }

    /// <summary>The way to the coinbase's commitment, where the whole block is not there.</summary>
    public WitnessBranch? Witness { get; init; }

    /// <summary>What stands behind the inputs, as far as it could be had.</summary>
    public IReadOnlyDictionary<OutPoint, Funding> Funding { get; init; } = new Dictionary<OutPoint, Funding>();

    /// <summary>Where the block stands in the chain, where headers could be had.</summary>
    public HeaderStanding? Standing { get; init; }

    /// <summary>Why there is no standing, if that is known.</summary>
    public string? NoStanding { get; init; }

    /// <summary>Gathers from a block, whose own count of transactions makes the branch strict.</summary>
    public static RevealEvidence Of(Network network, Block block, int position) => new()
    {
        Network = network,
        Reveal = block.Transactions[position],
        Header = block.Header,
        Branch = block.Tree.Branch(position),
        Block = block,
    };
}
