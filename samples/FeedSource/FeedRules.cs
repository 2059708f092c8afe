using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Samples.FeedSource;

/// <summary>Turns what a feed tells into a description, or refuses it.</summary>
internal static partial class FeedRules
{
    private const int MostFiles = 1000;
    private const int MostLocators = 20;

    public static ModelDescription Describe(FeedReference feed, FeedModel model)
    {
        var name = NameOf(model);
        var locators = Locators(feed, name, model);
        return new ModelDescription
        {
            Name = name,
            Origin = feed.For(name),
            Title = Line(model.Title),
            License = Line(model.License),
            Files = Files(feed, name, model),
            Locators = locators,
            Proofs = [new Proof("feed", false, $"the word of {feed.Location} alone: nobody has signed it")],
        };
    }

    /// <summary>The name given, else one made of the title.</summary>
    public static string NameOf(FeedModel model)
    {
        var made = NotName().Replace((model.Name ?? model.Title ?? "").ToLowerInvariant(), "-").Trim('-', '.', '_');
        return made.Length == 0 ? "model" : made[..Math.Min(made.Length, 80)];
    }

    private static List<Locator> Locators(FeedReference feed, string name, FeedModel model)
    {
        var texts = new[] { model.Magnet }.Concat(model.Web ?? []).OfType<string>().ToList();
        if (texts.Count is 0 or > MostLocators) throw Refused(feed, name, $"has {texts.Count} places to fetch it from; 1 to {MostLocators} are taken");
        return texts.Find(text => !Place().IsMatch(text)) is { } odd
            ? throw Refused(feed, name, $"names a place that is neither a magnet link nor a web address: {Line(odd)}")
            : [.. texts.Select(text => new Locator(text))];
    }

    private static List<Artifact> Files(FeedReference feed, string name, FeedModel model)
    {
        var files = (model.Files ?? []).OfType<FeedFile>().ToList();
        if (files.Count > MostFiles) throw Refused(feed, name, $"names {files.Count} files; at most {MostFiles} are taken");
        foreach (var file in files)
        {
            if (file.Path is not { Length: > 0 and <= 1024 }) throw Refused(feed, name, "has a file without a path of at most 1024 characters");
            if (file.Size is < 0) throw Refused(feed, name, $"gives {Line(file.Path)} a negative size");
            if (file.Sha256 is { } digest && !Digest().IsMatch(digest)) throw Refused(feed, name, $"gives {Line(file.Path)} a sha256 that is not 64 hex digits");
        }
        return [.. files.Select(file => new Artifact(file.Path!, file.Size, file.Sha256?.ToLowerInvariant(), Line(file.Quant)?.ToUpperInvariant(), []))];
    }

    private static RefusedException Refused(FeedReference feed, string name, string why) => new($"The model {name} of the feed {feed.Location} {why}.");

    private static string? Line(string? text) => text is null ? null : string.Concat(text.Where(c => !char.IsControl(c)).Take(200));

    [GeneratedRegex("[^a-z0-9._-]+")]
    private static partial Regex NotName();

    [GeneratedRegex(@"\A(magnet:\?|https?://)[\x21-\x7e]{1,8000}\z", RegexOptions.IgnoreCase)]
    private static partial Regex Place();

    [GeneratedRegex(@"\A[0-9a-fA-F]{64}\z")]
    private static partial Regex Digest();
}
