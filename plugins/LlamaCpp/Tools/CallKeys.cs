using System.Text.Json;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>The keys of a JSON object that is a call.</summary>
internal static class CallKeys
{
    private static readonly string[] Usual = ["name", "arguments", "parameters", "type", "function", "id"];

    /// <summary>Whether an object that goes on like this may be a call: its first key is one of a call's.</summary>
    public static bool MayBegin(ReadOnlySpan<char> text, CallStep.Object call)
    {
        text = text.TrimStart();
        foreach (var key in (string?[])[call.NameKey, call.ArgumentsKey, call.IdKey, .. Usual])
        {
            if (key is null) continue;
            var written = $"\"{key}\"";
            if (text.StartsWith(written, StringComparison.Ordinal)) return true;
            if (written.AsSpan().StartsWith(text, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    public static JsonElement? Find(JsonElement value, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (value.TryGetProperty(key, out var found)) return found;
        }
        return null;
    }

    public static string? Text(JsonElement value, params ReadOnlySpan<string> keys) =>
        Find(value, keys) is { ValueKind: JsonValueKind.String } found ? Grammars.JsonText.Of(found) : null;
}
