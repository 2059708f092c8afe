using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Contents;

/// <summary>The content codings that inscriptions are stored in (RFC 9110 §8.4.1): Brotli and gzip.</summary>
internal static class ContentCoding
{
    /// <summary>A body of four million bytes may say that it holds terabytes.</summary>
    public const int MaximumSize = 64 * 1024 * 1024;

    private const int Step = 64 * 1024;

    /// <summary>The decoded bytes, or null and why there are none.</summary>
    public static ReadOnlyMemory<byte>? Decode(string encoding, ReadOnlyMemory<byte> stored, out string? flaw, int limit = MaximumSize)
    {
        var name = encoding.Trim().ToLowerInvariant();
        try
        {
            var decoded = name switch
            {
                "br" => Brotli(stored.Span, limit),
                "gzip" or "x-gzip" => Gzip(stored, limit),
                "identity" or "" => stored,
                _ => throw new InvalidDataException($"content-encoding {ShownText.Of(encoding, "?")} is not one of br and gzip"),
            };
            flaw = null;
            return decoded;
        }
        catch (InvalidDataException error)
        {
            flaw = error.Message.TrimEnd('.');
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Brotli(ReadOnlySpan<byte> source, int limit)
    {
        using var decoder = new BrotliDecoder();
        var output = new ArrayBufferWriter<byte>(Step);
        while (true)
        {
            var status = decoder.Decompress(source, output.GetSpan(Step), out var consumed, out var written);
            source = source[consumed..];
            output.Advance(written);
            if (output.WrittenCount > limit) throw Long(limit);
            switch (status)
            {
                case OperationStatus.Done:
                    return output.WrittenMemory;
                case OperationStatus.DestinationTooSmall:
                    break;
                case OperationStatus.NeedMoreData:
                    throw new InvalidDataException("its br bytes are cut off");
                default:
                    throw new InvalidDataException("its bytes are not br");
            }
        }
    }

    private static ReadOnlyMemory<byte> Gzip(ReadOnlyMemory<byte> stored, int limit)
    {
        // RFC 1952 §2.2: the shortest member has a header of ten bytes, an empty block of two and a trailer of eight.
        if (stored.Length < 20) throw new InvalidDataException("its gzip bytes are cut off");
        using var source = MemoryMarshal.TryGetArray(stored, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(stored.ToArray(), writable: false);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        var output = new ArrayBufferWriter<byte>(Step);
        int read;
        while ((read = gzip.Read(output.GetSpan(Step))) > 0)
        {
            output.Advance(read);
            if (output.WrittenCount > limit) throw Long(limit);
        }
        // GZipStream takes a stream that ends early for a whole one; the length in its last four bytes tells (RFC 1952 §2.3.1).
        return BinaryPrimitives.ReadUInt32LittleEndian(stored.Span[^4..]) == (uint)output.WrittenCount
            ? output.WrittenMemory
            : throw new InvalidDataException("its gzip bytes are cut off");
    }

    private static InvalidDataException Long(int limit) => new($"decoded it is longer than {limit / (1024 * 1024)} MiB");
}
