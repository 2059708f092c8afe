using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace GoatHost.Composition.Logs;

/// <summary>A log for programs: one JSON object a line.</summary>
internal sealed class JsonLog(TextWriter writer, TimeProvider time)
{
    private const string Template = "{OriginalFormat}";

    // Readable, and still safe on a terminal: JSON escapes every control character.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(
        LogLevel level, string category, EventId id, string message, Exception? exception = null, IEnumerable<KeyValuePair<string, object?>>? fields = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow());
            json.WriteString("level", LogLevels.Name(level));
            json.WriteNumber("event", id.Id);
            json.WriteString("category", category);
            json.WriteString("message", LogText.Clean(message));
            if (exception is not null) json.WriteString("cause", LogText.Clean(exception.Message));
            if (fields is not null) WriteFields(json, fields.Where(field => field.Key != Template));
            json.WriteEndObject();
        }
        var line = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        lock (writer) writer.WriteLine(line);
    }

    private static void WriteFields(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        json.WriteStartObject("fields");
        foreach (var (name, value) in fields)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(LogText.Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")); break;
        }
    }
}
