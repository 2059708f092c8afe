using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Reads a text, page or JSON document that holds magnet links: the oldest form of a GOAT inscription, without digests.</summary>
internal static class LinkedModel
{
    private const int MostBytes = 4 << 20;
    private const int MostLinks = 100;

    public static ModelDescription? Read(Reference origin, ReadOnlySpan<byte> body, IReadOnlyList<Proof> proofs)
    {
        var links = MagnetLink.FindAll(Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostBytes)]), MostLinks);
        return links.Count == 0 ? null : Describe(origin, links, proofs);
    }

    /// <summary>Looks through the texts inside a JSON document, where escapes hide what a link is.</summary>
    public static ModelDescription? Read(Reference origin, JsonElement root, IReadOnlyList<Proof> proofs)
    {
        var texts = new StringBuilder();
        Collect(root, texts);
        var links = MagnetLink.FindAll(texts.ToString(), MostLinks);
        return links.Count == 0 ? null : Describe(origin, links, proofs);
    }

    private static ModelDescription Describe(Reference origin, IReadOnlyList<MagnetLink> links, IReadOnlyList<Proof> proofs)
    {
        var first = links[0];
        var shown = first.InfoHash[..12];
        List<Proof> all = [.. proofs, Digests.Missing("nor the names of the files")];
        if (links.Count > 1)
        {
            var count = (links.Count == MostLinks ? "at least " : "") + links.Count;
            all.Add(new Proof("links", false, $"the page holds {count} magnet links, none marked as the model: the first, {shown}…, is taken"));
        }
        return new ModelDescription
        {
            Name = ModelNames.From(first.DisplayName) ?? $"torrent-{shown}",
            Origin = origin,
            Locators = [first.Locator],
            Proofs = all,
        };
    }

    // The document's depth is bounded by its parser.
    private static void Collect(JsonElement element, StringBuilder texts)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject()) Collect(property.Value, texts);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Collect(item, texts);
        }
        else if (element.ValueKind == JsonValueKind.String && TryText(element) is { } text)
        {
            texts.Append(text).Append('\n');
        }
    }

    private static string? TryText(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Not Unicode, so no link either.
        }
    }
}
