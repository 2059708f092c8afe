using System.Runtime.InteropServices;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Reads the header of a GGUF file and refuses whatever llama.cpp would have to trust. The weights themselves are not read.</summary>
public static class GgufReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="RefusedException">It is not a sound GGUF file: the sentence names the byte.</exception>
    /// <exception cref="GoatException">It cannot be read.</exception>
    public static GgufFile Read(string path, CancellationToken ct)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(stream, Path.GetFileName(path), ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GoatException($"{ShownText.Of(path)} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>Reads a stream that can seek, from its beginning.</summary>
    /// <inheritdoc cref="Read(string, CancellationToken)"/>
    public static GgufFile Read(Stream stream, string name, CancellationToken ct)
    {
        stream.Position = 0;
        var shown = ShownText.Of(name);
        var cursor = new GgufCursor(stream, shown, ct);
        var version = ReadVersion(cursor, shown);
        var tensorCount = ReadCount(cursor, GgufLimits.Tensors, GgufLimits.LeastTensorBytes, "tensors");
        var keyCount = ReadCount(cursor, GgufLimits.Keys, GgufLimits.LeastKeyBytes, "keys");
        var metadata = new GgufMetadataReader(cursor).Read(keyCount);
        var alignment = ReadAlignment(cursor, metadata);
        var (tensors, dataOffset) = new GgufTensorReader(cursor, alignment).Read(tensorCount);
        return new GgufFile
        {
            Name = name,
            Length = cursor.Length,
            Version = version,
            Alignment = alignment,
            DataOffset = dataOffset,
            Metadata = metadata,
            Tensors = tensors,
        };
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <inheritdoc cref="Read(string, CancellationToken)"/>
    public static GgufFile Read(ReadOnlyMemory<byte> bytes, string name, CancellationToken ct)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var segment)) segment = bytes.ToArray();
        using var stream = new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
        return Read(stream, name, ct);
    }

    /// <summary>Whether bytes begin as a GGUF file does.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> bytes) => bytes.StartsWith("GGUF"u8);

    private static int ReadVersion(GgufCursor cursor, string name)
    {
        var first = cursor.Peek();
        if (!HasMagic(first))
            throw new RefusedException(ModelFormats.Refusal(name, first) ?? $"{name} is not a GGUF file: it does not begin with GGUF.");
        cursor.Take(4, "the magic bytes");
        var version = cursor.UInt32("the version");
        return version switch
        {
            2 or 3 => (int)version,
            1 => throw new RefusedException($"{name} is GGUF version 1, which llama.cpp no longer reads; get a file of version 2 or 3."),
            not 0 when (version & 0xFFFF) == 0 => throw new RefusedException($"{name} is a big-endian GGUF file; get the little-endian one."),
            _ => throw new RefusedException($"{name} is GGUF version {version}, and only 2 and 3 are known; get another file, or a newer goat."),
        };
    }

    private static int ReadCount(GgufCursor cursor, int limit, int leastBytes, string what)
    {
        var start = cursor.Position;
        var count = cursor.UInt64($"the number of {what}");
        if (count > (ulong)limit) throw cursor.Refuse(start, $"it claims {count} {what}, more than the {limit} that are allowed");
        if ((long)count > cursor.Remaining / leastBytes)
            throw cursor.Refuse(start, $"it claims {count} {what}, and only {cursor.Remaining} bytes follow");
        return (int)count;
    }

    private static int ReadAlignment(GgufCursor cursor, Dictionary<string, GgufValue> metadata)
    {
        if (!metadata.TryGetValue("general.alignment", out var value)) return 32;
        if (value.Type != GgufValueType.U32) throw cursor.Refuse(value.Offset, "general.alignment is not a 32-bit unsigned integer");
        var alignment = value.Whole!.Value;
        if (alignment is < 8 or > GgufLimits.MaxAlignment || !long.IsPow2(alignment))
        {
            throw cursor.Refuse(value.Offset, $"general.alignment is {alignment}, not a power of two from 8 to {GgufLimits.MaxAlignment}");
        }
        return (int)alignment;
    }
}
