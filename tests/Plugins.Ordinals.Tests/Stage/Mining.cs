using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>Mines headers and blocks at regtest's easy target, where every second nonce is good.</summary>
internal static class Mining
{
    private const uint FirstTime = 1_600_000_000;

    public static BlockHeader Header(BlockHeader? parent, uint salt, uint? time = null, uint? bits = null, Hash256? root = null)
    {
        var target = bits ?? Chains.Regtest.LimitBits;
        Span<byte> salted = stackalloc byte[Hash256.Size];
        salted.Clear();
        BitConverter.TryWriteBytes(salted, salt);
        for (uint nonce = 0; ; nonce++)
        {
            var header = BlockHeader.Build(
                0x2000_0000, parent?.Hash ?? default, root ?? new(salted), time ?? (parent?.Time ?? FirstTime) + 600, target, nonce);
            if (CompactTarget.WorkFlaw(header.Hash, target, target, out _) is null) return header;
        }
    }

    /// <summary>A run of headers on top of one.</summary>
    public static List<BlockHeader> Chain(BlockHeader parent, int length, uint salt = 0)
    {
        var chain = new List<BlockHeader>();
        for (var i = 0; i < length; i++) chain.Add(parent = Header(parent, salt));
        return chain;
    }
}
