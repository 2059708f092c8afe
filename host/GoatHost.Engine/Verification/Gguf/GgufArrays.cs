using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Reads the arrays of which a header kept but the place, a vocabulary above all.</summary>
public static class GgufArrays
{
    /// <summary>Elements in all; an array that would be more is left out.</summary>
    private const long MostElements = 4 << 20;

    /// <summary>The elements of arrays by key.</summary>
    /// <exception cref="RefusedException">The file is not the one that the header is of.</exception>
    /// <exception cref="GoatException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<GgufValue>> Read(string path, GgufFile header, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(header);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(stream, header, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GoatException($"{ShownText.Of(path)} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <inheritdoc cref="Read(string, GgufFile, CancellationToken)"/>
    public static IReadOnlyDictionary<string, IReadOnlyList<GgufValue>> Read(Stream stream, GgufFile header, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        stream.Position = 0;
        var cursor = new GgufCursor(stream, ShownText.Of(header.Name), ct);
        var reader = new GgufMetadataReader(cursor);
        var arrays = new Dictionary<string, IReadOnlyList<GgufValue>>(StringComparer.Ordinal);
        var left = MostElements;
        foreach (var (key, array) in header.Metadata.Where(entry => IsElsewhere(entry.Value)).OrderBy(entry => entry.Value.Offset))
        {
            if ((left -= array.Count) < 0) break;
            cursor.Skip(array.Offset - cursor.Position, ShownText.Of(key));
            var elements = new GgufValue[array.Count];
            for (var at = 0; at < elements.Length; at++) elements[at] = reader.ReadScalar(array.ElementType, ShownText.Of(key));
            arrays.Add(key, elements);
        }
        return arrays;
    }

    private static bool IsElsewhere(GgufValue value) => value is { Type: GgufValueType.Array, Integers: null };
}
