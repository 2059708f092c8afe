using System.Buffers;
using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GoatHost.Plugins.Ordinals.Contents;

/// <summary>Writes CBOR (RFC 8949) as JSON, for people: byte strings as hex, tags left away, keys of any kind as text.</summary>
internal static class CborJson
{
    private const int MaximumDepth = 32, MaximumItems = 200_000, MaximumJson = 16 * 1024 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        MaxDepth = MaximumDepth + 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The JSON, or null for bytes that are not one sound item of CBOR within the bounds.</summary>
    public static string? Write(ReadOnlyMemory<byte> cbor)
    {
        try
        {
            var reader = new CborReader(cbor, CborConformanceMode.Lax);
            var output = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(output, Options))
            {
                var left = MaximumItems;
                Value(reader, writer, 0, ref left);
            }
            return reader.BytesRemaining == 0 && output.WrittenCount <= MaximumJson ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
        }
        catch (Exception error) when (error is CborContentException or InvalidOperationException or OverflowException or FormatException or ArgumentException)
        {
            // A stranger's bytes, and nothing hangs on them: what cannot be read is not shown.
            return null;
        }
    }

    private static void Value(CborReader reader, Utf8JsonWriter writer, int depth, ref int left)
    {
        if (depth > MaximumDepth || --left < 0 || writer.BytesCommitted + writer.BytesPending > MaximumJson)
        {
            throw new CborContentException("too deep or too long");
        }
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                Map(reader, writer, depth, ref left);
                break;
            case CborReaderState.StartArray:
                reader.ReadStartArray();
                writer.WriteStartArray();
                while (reader.PeekState() != CborReaderState.EndArray) Value(reader, writer, depth + 1, ref left);
                reader.ReadEndArray();
                writer.WriteEndArray();
                break;
            case CborReaderState.Tag:
                reader.ReadTag();
                Value(reader, writer, depth + 1, ref left);
                break;
            case CborReaderState.UnsignedInteger:
                writer.WriteNumberValue(reader.ReadUInt64());
                break;
            case CborReaderState.NegativeInteger:
                // -1 less the number: down to -2^64, which no type of 64 bits holds.
                writer.WriteRawValue((-1 - (Int128)reader.ReadCborNegativeIntegerRepresentation()).ToString(CultureInfo.InvariantCulture));
                break;
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                Number(writer, reader.ReadDouble());
                break;
            case CborReaderState.Boolean:
                writer.WriteBooleanValue(reader.ReadBoolean());
                break;
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                writer.WriteStringValue(Convert.ToHexStringLower(reader.ReadByteString()));
                break;
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                writer.WriteStringValue(reader.ReadTextString());
                break;
            default:
                reader.ReadSimpleValue();
                writer.WriteNullValue();
                break;
        }
    }

    private static void Map(CborReader reader, Utf8JsonWriter writer, int depth, ref int left)
    {
        reader.ReadStartMap();
        writer.WriteStartObject();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            writer.WritePropertyName(Key(reader));
            Value(reader, writer, depth + 1, ref left);
        }
        reader.ReadEndMap();
        writer.WriteEndObject();
    }

    private static string Key(CborReader reader) => reader.PeekState() switch
    {
        CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString => reader.ReadTextString(),
        CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString => Convert.ToHexStringLower(reader.ReadByteString()),
        // What JSON has no key for is named by the bytes it is written in.
        CborReaderState.UnsignedInteger => reader.ReadUInt64().ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToHexStringLower(reader.ReadEncodedValue().Span),
    };

    private static void Number(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
