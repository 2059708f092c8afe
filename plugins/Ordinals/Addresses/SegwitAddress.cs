namespace GoatHost.Plugins.Ordinals.Addresses;

/// <summary>The addresses of witness programs: version 0 by BIP173, all later ones by BIP350.</summary>
internal static class SegwitAddress
{
    private const byte SmallestNumber = 0x50;
    private const int ShortestProgram = 2, LongestProgram = 40, LastVersion = 16;

    /// <summary>The address of an output script that holds a witness program.</summary>
    public static string Encode(string prefix, ReadOnlySpan<byte> script)
    {
        var version = script[0] == 0 ? 0 : script[0] - SmallestNumber;
        byte[] values = [(byte)version, .. Regroup(script[2..], 8, 5, pad: true)!];
        return Bech32.Encode(prefix, values, ConstantOf(version));
    }

    /// <summary>The output script that an address of a network stands for, or null when it is none.</summary>
    public static byte[]? TryDecode(string prefix, ReadOnlySpan<char> address)
    {
        if (!Bech32.TryDecode(address, out var found, out var values, out var constant)) return null;
        if (found != prefix || values.Length == 0) return null;
        int version = values[0];
        if (version > LastVersion || constant != ConstantOf(version)) return null;
        if (Regroup(values.AsSpan(1), 5, 8, pad: false) is not { Length: >= ShortestProgram and <= LongestProgram } program) return null;
        if (version == 0 && program.Length is not (20 or 32)) return null;
        return [(byte)(version == 0 ? 0 : SmallestNumber + version), (byte)program.Length, .. program];
    }

    private static uint ConstantOf(int version) => version == 0 ? Bech32.First : Bech32.Modified;

    /// <summary>The same bits in groups of another size; null when what would be left over is not less than a group, or not zero.</summary>
    private static byte[]? Regroup(ReadOnlySpan<byte> values, int from, int to, bool pad)
    {
        var result = new List<byte>(values.Length * from / to + 1);
        int held = 0, bits = 0;
        foreach (var value in values)
        {
            held = ((held << from) | value) & 0xfff;
            for (bits += from; bits >= to;)
            {
                bits -= to;
                result.Add((byte)((held >> bits) & ((1 << to) - 1)));
            }
        }
        var rest = held & ((1 << bits) - 1);
        if (pad && bits > 0) result.Add((byte)(rest << (to - bits)));
        return pad || (bits < from && rest == 0) ? [.. result] : null;
    }
}
