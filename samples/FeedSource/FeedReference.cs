using GoatHost.Abstractions;

namespace GoatHost.Samples.FeedSource;

/// <summary>A reference to a feed, and to one of its models: <c>feed:https://…/models.json#name</c>.</summary>
/// <param name="Location">A web address or a path.</param>
/// <param name="Name">The model's name; null for the feed's only one.</param>
internal sealed record FeedReference(string Location, string? Name)
{
    private const string Scheme = "feed:";

    public static FeedReference? Parse(string? text)
    {
        if (text is null || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var rest = text[Scheme.Length..];
        var hash = rest.LastIndexOf('#');
        var location = hash < 0 ? rest : rest[..hash];
        return location.Length == 0 ? null : new FeedReference(location, hash < 0 || hash == rest.Length - 1 ? null : rest[(hash + 1)..]);
    }

    public Reference For(string name) => new($"{Scheme}{Location}#{name}");
}
