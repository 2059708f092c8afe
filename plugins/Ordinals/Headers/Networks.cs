using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>The networks there are, with the figures of Bitcoin Core 28.1.</summary>
internal static class Networks
{
    // All but testnet4 begin with the same transaction.
    private const string FirstCoinbase = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";
    private const string SecondCoinbase = "7aa0a7ae1e223414cb807e40cd57e667b718e42aaf9306db9102fe28912b7b4e";

    // One of two keys signs the default signet's blocks.
    private const string SignetChallenge =
        "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430"
        + "210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae";

    public static IReadOnlyList<Network> All { get; } =
    [
        new()
        {
            Name = "mainnet",
            RpcName = "main",
            AddressPrefix = "bc",
            MagicBytes = 0xd9b4bef9,
            GenesisHeader = Genesis(FirstCoinbase, 1_231_006_505, 0x1d00ffff, 2_083_236_893),
            LimitBits = 0x1d00ffff,
            Rule = DifficultyRule.Retarget,
            FirstInscription = 767_430,
            RpcPort = 8332,
            MinimumWork = new(0x88e186b7, 0x0e0862c193ec44d6),
            Checkpoints =
            [
                new(295_000, Hash256.Parse("00000000000000004d9b4ef50f0f9d686fd69db2e03af35a100370c64632a983")),
                new(
                    856_760, Hash256.Parse("000000000000000000011c5890365bdbe5d25b97ce0057589acaef4f1a57263f"),
                    new(0x88e186b7, 0x0e0862c193ec44d6)),
            ],
            Seeds =
            [
                "seed.bitcoin.sipa.be", "dnsseed.bluematt.me", "dnsseed.bitcoin.dashjr-list-of-p2p-nodes.us",
                "seed.bitcoin.jonasschnelli.ch", "seed.btc.petertodd.net", "seed.bitcoin.sprovoost.nl", "dnsseed.emzy.de",
                "seed.bitcoin.wiz.biz", "seed.mainnet.achownodes.xyz",
            ],
        },
        new()
        {
            Name = "testnet3",
            RpcName = "test",
            AddressPrefix = "tb",
            MagicBytes = 0x0709110b,
            GenesisHeader = Genesis(FirstCoinbase, 1_296_688_602, 0x1d00ffff, 414_098_458),
            LimitBits = 0x1d00ffff,
            Rule = DifficultyRule.RetargetWithEasyBlocks,
            FirstInscription = 2_413_343,
            RpcPort = 18_332,
            MinimumWork = new(0xf20, 0x9695166be8b61fa9),
            MaximumUnproven = 4_000_000,
            Seeds =
            [
                "testnet-seed.bitcoin.jonasschnelli.ch", "seed.tbtc.petertodd.net", "seed.testnet.bitcoin.sprovoost.nl",
                "testnet-seed.bluematt.me",
            ],
        },
        new()
        {
            Name = "testnet4",
            RpcName = "testnet4",
            AddressPrefix = "tb",
            MagicBytes = 0x283f161c,
            GenesisHeader = Genesis(SecondCoinbase, 1_714_777_860, 0x1d00ffff, 393_743_547),
            LimitBits = 0x1d00ffff,
            Rule = DifficultyRule.RetargetFromFirst,
            FirstInscription = 0,
            RpcPort = 48_332,
            MinimumWork = new(0x5f, 0xaa15d02e6202f3ba),
            Seeds = ["seed.testnet4.bitcoin.sprovoost.nl", "seed.testnet4.wiz.biz"],
        },
        new()
        {
            Name = "signet",
            RpcName = "signet",
            AddressPrefix = "tb",
            MagicBytes = 0x40cf030a,
            GenesisHeader = Genesis(FirstCoinbase, 1_598_918_400, 0x1e0377ae, 52_613_770),
            LimitBits = 0x1e0377ae,
            Rule = DifficultyRule.Retarget,
            FirstInscription = 112_402,
            RpcPort = 38_332,
            MinimumWork = new(0, 0x25dbd66e58f),
            Seeds = ["seed.signet.bitcoin.sprovoost.nl", "seed.signet.achownodes.xyz"],
            Challenge = Convert.FromHexString(SignetChallenge),
        },
        new()
        {
            Name = "regtest",
            RpcName = "regtest",
            AddressPrefix = "bcrt",
            MagicBytes = 0xdab5bffa,
            GenesisHeader = Genesis(FirstCoinbase, 1_296_688_602, 0x207fffff, 2),
            LimitBits = 0x207fffff,
            Rule = DifficultyRule.Constant,
            FirstInscription = 0,
            RpcPort = 18_443,
        },
    ];

    private static BlockHeader Genesis(string root, uint time, uint bits, uint nonce) =>
        BlockHeader.Build(1, Hash256.Zero, Hash256.Parse(root), time, bits, nonce);
}
