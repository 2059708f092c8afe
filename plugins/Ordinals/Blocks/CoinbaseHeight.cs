using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>The height that a coinbase begins with (BIP34). It is the miner's own word until headers show the block's place.</summary>
internal static class CoinbaseHeight
{
    private const byte OpOne = 0x51, OpSixteen = 0x60;
    private const int LongestNumber = 4;

    public static int? Read(Transaction coinbase)
    {
        var script = coinbase.Inputs[0].ScriptSig.Span;
        if (script is [>= OpOne and <= OpSixteen and var small, ..]) return small - OpOne + 1;
        if (script is not [>= 1 and <= LongestNumber and var length, ..] || script.Length <= length) return null;
        var height = 0;
        for (var i = (int)length; i > 0; i--) height = (height << 8) | script[i];
        return height < 0 ? null : height;
    }
}
