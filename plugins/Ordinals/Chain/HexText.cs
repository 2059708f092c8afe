using System.Buffers;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>Bytes as servers write them in text.</summary>
internal static class HexText
{
    /// <summary>The bytes, or null for text that is not hex from end to end.</summary>
    public static byte[]? TryRead(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        return Convert.FromHexString(hex, bytes, out var consumed, out _) == OperationStatus.Done && consumed == hex.Length ? bytes : null;
    }
}
