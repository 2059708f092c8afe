using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>How a network sets its difficulty.</summary>
internal enum DifficultyRule
{
    /// <summary>Every 2016 blocks, by the time they took.</summary>
    Retarget,

    /// <summary>As <see cref="Retarget"/>, but a block that is 20 minutes late may be easy (testnet3).</summary>
    RetargetWithEasyBlocks,

    /// <summary>As <see cref="RetargetWithEasyBlocks"/>, counted from the period's first block (BIP94, testnet4).</summary>
    RetargetFromFirst,

    /// <summary>Never changes (regtest).</summary>
    Constant,
}

/// <summary>What distinguishes a Bitcoin network.</summary>
/// <param name="Name">As in the settings.</param>
/// <param name="RpcName">As a node's <c>getblockchaininfo</c> calls it.</param>
/// <param name="MagicBytes">What begins each record of the block files, as a little-endian number.</param>
/// <param name="Genesis">Hash of block 0: where trust begins.</param>
/// <param name="LimitBits">The easiest target there is.</param>
/// <param name="Rule">How the target moves.</param>
/// <param name="FirstInscription">Height below which ord finds none.</param>
/// <param name="RpcPort">Where a node listens by default.</param>
/// <param name="MinimumWork">Work that the real chain had when Bitcoin Core 28.1 was released; a chain with less is not it.</param>
internal sealed record Network(
    string Name, string RpcName, uint MagicBytes, Hash256 Genesis, uint LimitBits, DifficultyRule Rule, int FirstInscription, int RpcPort,
    UInt128 MinimumWork)
{
    private static readonly Network[] All =
    [
        new("mainnet", "main", 0xd9b4bef9, Hash256.Parse("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"),
            0x1d00ffff, DifficultyRule.Retarget, 767_430, 8332, new(0x88e186b7, 0x0e0862c193ec44d6)),
        new("testnet3", "test", 0x0709110b, Hash256.Parse("000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943"),
            0x1d00ffff, DifficultyRule.RetargetWithEasyBlocks, 2_413_343, 18332, new(0xf20, 0x9695166be8b61fa9)),
        new("testnet4", "testnet4", 0x283f161c, Hash256.Parse("00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043"),
            0x1d00ffff, DifficultyRule.RetargetFromFirst, 0, 48332, new(0x5f, 0xaa15d02e6202f3ba)),
        new("signet", "signet", 0x40cf030a, Hash256.Parse("00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6"),
            0x1e0377ae, DifficultyRule.Retarget, 112_402, 38332, new(0, 0x25dbd66e58f)),
        new("regtest", "regtest", 0xdab5bffa, Hash256.Parse("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"),
            0x207fffff, DifficultyRule.Constant, 0, 18443, new(0, 0)),
    ];

    public static string Names => string.Join(", ", All.Select(network => network.Name));

    /// <summary>Whether blocks carry a signature that proof of work does not replace (BIP325).</summary>
    public bool IsSigned => Name == "signet";

    public static Network? Find(string name) =>
        All.FirstOrDefault(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
