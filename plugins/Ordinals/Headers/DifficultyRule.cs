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
