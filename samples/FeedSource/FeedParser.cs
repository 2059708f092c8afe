using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using GoatHost.Abstractions;

namespace GoatHost.Samples.FeedSource;

/// <summary>Tells JSON from XML by the first character, and takes what either says about models.</summary>
internal static class FeedParser
{
    private const int MostModels = 10_000;

    public static IReadOnlyList<FeedModel> Parse(string location, ReadOnlySpan<byte> bytes)
    {
        var text = bytes is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : bytes;
        try
        {
            var models = text.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? Json(text) : Xml(text.ToArray());
            return models.Count <= MostModels ? models : throw new RefusedException($"The feed {location} has {models.Count} models; at most {MostModels} are read.");
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            throw new RefusedException($"The feed {location} is neither a JSON feed nor RSS nor Atom: {e.Message}", e);
        }
    }

    private static List<FeedModel> Json(ReadOnlySpan<byte> text) =>
        [.. (JsonSerializer.Deserialize(text, FeedJson.Default.JsonFeed)?.Models ?? []).OfType<FeedModel>()];

    /// <summary>RSS 2.0 items and Atom entries (RFC 4287) that link to a magnet or a .gguf file; others are news, not models.</summary>
    private static List<FeedModel> Xml(byte[] text)
    {
        // No DTD: it could fetch other files, or grow without end.
        var safe = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = text.Length };
        using var reader = XmlReader.Create(new MemoryStream(text), safe);
        return [.. XDocument.Load(reader).Descendants().Where(node => node.Name.LocalName is "item" or "entry").Select(Item).OfType<FeedModel>()];
    }

    private static FeedModel? Item(XElement item)
    {
        var links = item.Descendants().SelectMany(Links).ToList();
        var magnet = links.Find(link => link.StartsWith("magnet:?", StringComparison.OrdinalIgnoreCase));
        var web = links.Where(IsModel).Distinct().ToList();
        if (magnet is null && web.Count == 0) return null;
        var title = item.Elements().FirstOrDefault(node => node.Name.LocalName == "title")?.Value.Trim();
        return new FeedModel { Title = title, Magnet = magnet, Web = [.. web] };
    }

    private static IEnumerable<string> Links(XElement node)
    {
        if (node.Attribute("url") is { } url) yield return url.Value.Trim();
        if (node.Attribute("href") is { } href) yield return href.Value.Trim();
        if (!node.HasElements && (node.Name.LocalName is "link" or "guid" or "magnetURI" or "id")) yield return node.Value.Trim();
    }

    private static bool IsModel(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.AbsolutePath.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);
}
