using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GoatHost.Plugins.Ordinals.Transactions;

/// <summary>A 32-byte hash in Bitcoin's internal order; as text it is reversed, the way people write transaction and block ids.</summary>
internal readonly record struct Hash256 : IComparable<Hash256>
{
    public const int Size = 32;

    private readonly ulong _a, _b, _c, _d;

    public Hash256(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[..Size]);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    public static Hash256 Zero => default;

    /// <summary>The 32 bits that proof of work leaves to chance.</summary>
    public uint LowBits => (uint)_a;

    public static Hash256 DoubleSha256(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Size];
        SHA256.HashData(data, digest);
        SHA256.HashData(digest, digest);
        return new(digest);
    }

    /// <summary>The parent of two Merkle nodes.</summary>
    public static Hash256 Join(Hash256 left, Hash256 right)
    {
        Span<byte> both = stackalloc byte[2 * Size];
        left.CopyTo(both);
        right.CopyTo(both[Size..]);
        return DoubleSha256(both);
    }

    /// <summary>Reads 64 hex digits in the order people write them.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Hash256 hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length != 2 * Size || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }
        bytes.Reverse();
        hash = new(bytes);
        return true;
    }

    public static Hash256 Parse(string text) => TryParse(text, out var hash) ? hash : throw new FormatException($"{text} is not a hash.");

    public void CopyTo(Span<byte> destination)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(destination[..Size]);
        (words[0], words[1], words[2], words[3]) = (_a, _b, _c, _d);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Compares as little-endian numbers, as proof of work does.</summary>
    public int CompareTo(Hash256 other)
    {
        if (_d != other._d) return _d.CompareTo(other._d);
        if (_c != other._c) return _c.CompareTo(other._c);
        return _b != other._b ? _b.CompareTo(other._b) : _a.CompareTo(other._a);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        bytes.Reverse();
        return Convert.ToHexStringLower(bytes);
    }
}
