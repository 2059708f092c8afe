using System.Diagnostics.CodeAnalysis;

namespace GoatHost.Plugins.Ordinals.Addresses;

/// <summary>Text with a prefix and a checksum of six characters (BIP173), whose constant BIP350 changed.</summary>
internal static class Bech32
{
    /// <summary>What the checksum of the first and of the second form comes out as.</summary>
    public const uint First = 1, Modified = 0x2bc830a3;

    public const int MaximumLength = 90;

    private const int ChecksumLength = 6;
    private const string Characters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private static ReadOnlySpan<uint> Generator => [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Writes numbers of five bits after a prefix.</summary>
    public static string Encode(string prefix, ReadOnlySpan<byte> values, uint constant)
    {
        var checksum = Checksum(prefix, [.. values, 0, 0, 0, 0, 0, 0]) ^ constant;
        var text = new System.Text.StringBuilder(prefix).Append('1');
        foreach (var value in values) text.Append(Characters[value]);
        for (var i = ChecksumLength - 1; i >= 0; i--) text.Append(Characters[(int)(checksum >> (5 * i)) & 31]);
        return text.ToString();
    }

    /// <summary>Reads the prefix, in lower case, the numbers of five bits, and which form it is.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? prefix, out byte[] values, out uint constant)
    {
        (prefix, values, constant) = (null, [], 0);
        var separator = text.LastIndexOf('1');
        if (text.Length > MaximumLength || separator < 1 || separator + 1 + ChecksumLength > text.Length) return false;
        if (text.ContainsAnyExceptInRange('!', '~')) return false;
        if (text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z')) return false;
        var lower = text.ToString().ToLowerInvariant();
        var data = new byte[text.Length - separator - 1];
        for (var i = 0; i < data.Length; i++)
        {
            var value = Characters.IndexOf(lower[separator + 1 + i], StringComparison.Ordinal);
            if (value < 0) return false;
            data[i] = (byte)value;
        }
        constant = Checksum(lower[..separator], data);
        if (constant is not (First or Modified)) return false;
        (prefix, values) = (lower[..separator], data[..^ChecksumLength]);
        return true;
    }

    private static uint Checksum(string prefix, ReadOnlySpan<byte> values)
    {
        var sum = 1u;
        foreach (var c in prefix) sum = Step(sum, (byte)(c >> 5));
        sum = Step(sum, 0);
        foreach (var c in prefix) sum = Step(sum, (byte)(c & 31));
        foreach (var value in values) sum = Step(sum, value);
        return sum;
    }

    private static uint Step(uint sum, byte value)
    {
        var top = sum >> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < Generator.Length; i++)
        {
            if (((top >> i) & 1) != 0) sum ^= Generator[i];
        }
        return sum;
    }
}
