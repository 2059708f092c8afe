using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>A road to a chain: it finds and brings bytes. Nothing it says is taken for true before it is checked.</summary>
internal interface IChainRoad
{
    /// <summary>What it is, for people: "the blocks directory …".</summary>
    string Name { get; }

    /// <summary>Looks for new blocks, and tells the tip.</summary>
    Task<ChainTip> TipAsync(CancellationToken ct);

    /// <summary>The block at a height of the active chain, or null above the tip.</summary>
    Task<Hash256?> HashAtAsync(int height, CancellationToken ct);

    /// <summary>The block that holds a transaction, the active chain before all else, or null.</summary>
    Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct);

    /// <summary>The whole block, checked against its hash, its Merkle root and its witness commitment.</summary>
    Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct);

    /// <summary>The bytes of a block before any check, for those who check them otherwise or not at all.</summary>
    async Task<RawBlock> ReadRawAsync(Hash256 hash, CancellationToken ct) => new((await ReadBlockAsync(hash, ct)).Raw);

    /// <summary>Where a block stands among the headers.</summary>
    Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct);

    /// <summary>What stands behind some inputs of a transaction in a block; what cannot be found is left out.</summary>
    Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct);
}

/// <summary>The highest block of the active chain.</summary>
internal readonly record struct ChainTip(int Height, Hash256 Hash);

/// <summary>What stands behind an input.</summary>
/// <param name="Commit">The transaction it spends from, to be checked by its hash.</param>
/// <param name="Script">Only the output's script, on the node's word.</param>
/// <param name="Block">The hash of the block that the transaction was found in, where that is known.</param>
internal sealed record Funding(Transaction? Commit, ReadOnlyMemory<byte>? Script, Hash256? Block = null);
