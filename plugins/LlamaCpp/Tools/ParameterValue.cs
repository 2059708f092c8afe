using System.Text.Json;
using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>A parameter that was written by itself: a text as it is, anything else as JSON.</summary>
internal static class ParameterValue
{
    /// <summary>JSON text of the value.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="types">The JSON types it may have, if they are known.</param>
    public static string Json(string written, IReadOnlyList<string>? types)
    {
        // The templates put a text on lines of its own.
        var text = written.StartsWith('\n') ? written[1..] : written;
        if (text.EndsWith('\n')) text = text[..^1];
        if (types is ["string"]) return JsonText.Quoted(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            // Where both are possible, a text in quotes is more likely to be meant with them off.
            if (ParameterTypes.Allow(types, document.RootElement)) return document.RootElement.GetRawText();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // No JSON: a text.
            return JsonText.Quoted(text);
        }
        return JsonText.Quoted(text);
    }
}
