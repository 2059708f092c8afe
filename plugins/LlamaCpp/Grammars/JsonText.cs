using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>JSON as models write it: without escapes that need not be.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a JSON string; null when it holds half a character.</summary>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text as a JSON string, quotes included.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A value without white space.</summary>
    public static string Compact(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain)) value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
