using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Peers.Wire;

/// <summary>Frames of the first transport: magic, command, length, checksum, payload.</summary>
internal static class FrameCodec
{
    public const int HeaderSize = 24;

    private const int CommandSize = 12;

    public static byte[] Write(uint magic, string command, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, magic);
        Encoding.ASCII.GetBytes(command, bytes.AsSpan(4, CommandSize));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), Checksum(payload));
        payload.CopyTo(bytes.AsSpan(HeaderSize));
        return bytes;
    }

    /// <summary>Reads the 24 bytes before a payload; says what is wrong with them, or null.</summary>
    public static string? TryReadHeader(ReadOnlySpan<byte> header, uint magic, out string command, out int length, out uint checksum)
    {
        (command, length, checksum) = ("", 0, 0);
        var found = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (found != magic) return $"it speaks for another network, or not this protocol: its message begins with {found:x8}";
        var name = header.Slice(4, CommandSize).TrimEnd((byte)0);
        if (name.IsEmpty || name.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return "the name of its message is not one";
        command = Encoding.ASCII.GetString(name);
        var announced = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        var limit = Commands.Limit(command);
        if (announced > limit) return $"it announced {announced} bytes of {command}, which has {limit} at most";
        (length, checksum) = ((int)announced, BinaryPrimitives.ReadUInt32LittleEndian(header[20..]));
        return null;
    }

    /// <summary>Reads the next frame. A payload takes memory only as far as it has come.</summary>
    public static async Task<Frame> ReadAsync(Stream stream, uint magic, CancellationToken ct)
    {
        var header = new byte[HeaderSize];
        await stream.ReadExactlyAsync(header, ct);
        if (TryReadHeader(header, magic, out var command, out var length, out var checksum) is { } flaw) throw new PeerFaultException(flaw);
        var payload = new ArrayBufferWriter<byte>(Math.Clamp(length, 1, 1 << 16));
        while (payload.WrittenCount < length)
        {
            var space = payload.GetMemory(1);
            var read = await stream.ReadAsync(space[..Math.Min(space.Length, length - payload.WrittenCount)], ct);
            if (read == 0) throw new EndOfStreamException();
            payload.Advance(read);
        }
        if (Checksum(payload.WrittenSpan) != checksum) throw new PeerFaultException($"the checksum of its {command} is wrong");
        return new(command, payload.WrittenMemory);
    }

    private static uint Checksum(ReadOnlySpan<byte> payload) => Hash256.DoubleSha256(payload).LowBits;
}
