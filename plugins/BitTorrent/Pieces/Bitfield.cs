using System.Numerics;

namespace GoatHost.Plugins.BitTorrent.Pieces;

/// <summary>Which pieces are there, in the bytes of BEP 3: the first piece is the highest bit.</summary>
internal sealed class Bitfield(int length)
{
    private readonly byte[] _bytes = new byte[(length + 7) / 8];

    public int Length { get; } = length;

    public int Count { get; private set; }

    public bool IsFull => Count == Length;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool this[int index] => (_bytes[index >> 3] & (0x80 >> (index & 7))) != 0;

    /// <summary>Sets a bit; false when it was set already.</summary>
    public bool Set(int index)
    {
        if (this[index]) return false;
        _bytes[index >> 3] |= (byte)(0x80 >> (index & 7));
        Count++;
        return true;
    }

    public void SetAll()
    {
        _bytes.AsSpan().Fill(0xFF);
        if ((Length & 7) != 0) _bytes[^1] = (byte)(0xFF << (8 - (Length & 7)));
        Count = Length;
    }

    /// <summary>Reads the message of a peer: false for a wrong length or a set spare bit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int length, out Bitfield field)
    {
        field = new Bitfield(length);
        if (bytes.Length != field._bytes.Length) return false;
        if ((length & 7) != 0 && (bytes[^1] & (0xFF >> (length & 7))) != 0) return false;
        bytes.CopyTo(field._bytes);
        foreach (var b in bytes) field.Count += BitOperations.PopCount(b);
        return true;
    }
}
