using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>What distinguishes a Bitcoin network.</summary>
internal sealed record Network
{
    /// <summary>As in the settings.</summary>
    public required string Name { get; init; }

    /// <summary>As a node's <c>getblockchaininfo</c> calls it.</summary>
    public required string RpcName { get; init; }

    /// <summary>What its addresses begin with (BIP173).</summary>
    public required string AddressPrefix { get; init; }

    /// <summary>What begins each message, and each record of the block files, as a little-endian number.</summary>
    public required uint MagicBytes { get; init; }

    /// <summary>The header of block 0: where trust begins.</summary>
    public required BlockHeader GenesisHeader { get; init; }

    public Hash256 Genesis => GenesisHeader.Hash;

    /// <summary>The easiest target there is.</summary>
    public required uint LimitBits { get; init; }

    /// <summary>How the target moves.</summary>
    public required DifficultyRule Rule { get; init; }

    /// <summary>Height below which ord finds none.</summary>
    public required int FirstInscription { get; init; }

    /// <summary>Where a node's RPC listens by default.</summary>
    public required int RpcPort { get; init; }

    /// <summary>Where a node listens for other nodes by default.</summary>
    public int PeerPort => Rule == DifficultyRule.Constant ? 18_444 : RpcPort + 1;

    /// <summary>Work that the real chain had when Bitcoin Core 28.1 was released; a chain with less is not it.</summary>
    public UInt128 MinimumWork { get; init; }

    /// <summary>Headers that may be kept before they show that work; far more than the real chain took to reach it.</summary>
    public int MaximumUnproven { get; init; } = 1_000_000;

    /// <summary>Blocks of the real chain, lowest first.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>Names under which others keep lists of running nodes.</summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>The script that blocks must be signed for (BIP325); null where proof of work is all there is.</summary>
    public ReadOnlyMemory<byte>? Challenge { get; init; }

    public static string Names => string.Join(", ", Networks.All.Select(network => network.Name));

    /// <summary>Whether its coins are worth money.</summary>
    public bool IsMoney => AddressPrefix == "bc";

    /// <summary>Whether blocks carry a signature that proof of work does not replace (BIP325).</summary>
    public bool IsSigned => Challenge is not null;

    public static Network? Find(string name) =>
        Networks.All.FirstOrDefault(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A network by what a node calls it.</summary>
    public static Network? OfRpcName(string? name) => Networks.All.FirstOrDefault(network => network.RpcName == name);

    /// <summary>The checkpoint at a height, if there is one.</summary>
    public Checkpoint? CheckpointAt(int height)
    {
        foreach (var checkpoint in Checkpoints)
        {
            if (checkpoint.Height == height) return checkpoint;
        }
        return height == 0 ? new(0, Genesis) : null;
    }

    public override string ToString() => Name;
}
