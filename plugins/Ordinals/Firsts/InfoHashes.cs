using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary>The info-hashes that an inscription names, whether or not its model is fetched by them.</summary>
internal static class InfoHashes
{
    private const int MostHashes = 100, MostBytes = 1 << 20;

    public static IReadOnlyCollection<string> In(ReadOnlySpan<byte> body, ModelDescription model)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var links = model.Locators.Concat(model.Files.SelectMany(file => file.Locators)).Select(locator => locator.Text);
        Collect(string.Join('\n', links), found);
        Collect(Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostBytes)]), found);
        return found;
    }

    private static void Collect(string text, HashSet<string> found)
    {
        foreach (var topic in (ReadOnlySpan<string>)["urn:btih:", "urn:btmh:"])
        {
            for (var at = 0; found.Count < MostHashes && (at = text.IndexOf(topic, at, StringComparison.OrdinalIgnoreCase)) >= 0;)
            {
                at += topic.Length;
                if (InfoHash.TryRead(text.AsSpan(at)) is { } hash) found.Add(hash);
            }
        }
    }
}
