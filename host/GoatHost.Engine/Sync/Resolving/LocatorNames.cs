using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Sync.Resolving;

/// <summary>A catalog name for a bare locator: its display name, else its last segment, else a digest of it.</summary>
internal static class LocatorNames
{
    private static readonly string[] Endings = [".gguf", ".torrent", ".json", ".html"];

    public static string Of(Locator locator)
    {
        var text = locator.Text;
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var shown = Parameter(question < 0 ? "" : text[(question + 1)..], "dn") ?? LastSegment(question < 0 ? text : text[..question]);
        foreach (var ending in Endings)
        {
            if (shown.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) shown = shown[..^ending.Length];
        }
        return ModelNames.From(Quantizations.WithoutQuantization(shown)) ?? $"model-{DataLayout.Digest(text)[..8]}";
    }

    private static string? Parameter(string query, string name)
    {
        foreach (var pair in query.Split('&'))
        {
            if (pair.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
                return Uri.UnescapeDataString(pair[(name.Length + 1)..].Replace('+', ' '));
        }
        return null;
    }

    private static string LastSegment(string path)
    {
        if (path.EndsWith(':')) return "";
        var segments = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        return segments.Length == 0 ? "" : Uri.UnescapeDataString(segments[^1]);
    }
}
