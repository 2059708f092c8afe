using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using Microsoft.Extensions.Logging;

namespace GoatHost.Samples.FeedSource;

/// <summary>Models by the word of a feed.</summary>
internal sealed partial class FeedSource(FeedReader reader, FeedSettings settings, ILogger<FeedSource> log) : ISource
{
    private const int MostShown = 10;

    public string Name => "feed";

    public bool CanResolve(Reference reference) => FeedReference.Parse(reference.Text) is not null;

    public async Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct)
    {
        var feed = Parsed(reference);
        var models = FeedParser.Parse(feed.Location, (await reader.ReadAsync(feed.Location, ct)).Bytes);
        var named = models.Where(model => feed.Name is null || FeedRules.NameOf(model).Equals(feed.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named is [var only]) return FeedRules.Describe(feed, only);
        if (feed.Name is not null && named is [var first, ..]) return FeedRules.Describe(feed, first);
        var names = string.Join(", ", models.Select(FeedRules.NameOf).Distinct().Take(MostShown));
        throw new GoatException(models.Count == 0
            ? $"The feed {feed.Location} has no models."
            : $"The feed {feed.Location} has {models.Count} models and none is meant by {reference}; write feed:<feed>#<name>, for example with {names}.");
    }

    public async Task<Content> ReadAsync(Reference reference, CancellationToken ct)
    {
        var (type, bytes) = await reader.ReadAsync(Parsed(reference).Location, ct);
        return new Content(type, bytes, [new Proof("feed", false, "the feed's bytes as they were served")]);
    }

    /// <summary>The cursor is the list of what was there, so that what is gone can be told.</summary>
    public async IAsyncEnumerable<Discovery> DiscoverAsync(string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        var before = (cursor ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var now = new List<string>();
        foreach (var location in settings.Feeds)
        {
            var feed = new FeedReference(location, null);
            if (await TryParseAsync(feed, ct) is not { } models)
            {
                now.AddRange(before.Where(origin => FeedReference.Parse(origin)?.Location == location));
                continue;
            }
            foreach (var step in models.Select(model => Step(feed, model)))
            {
                if (step is ModelFound found) now.Add(found.Description.Origin.Text);
                yield return step;
            }
        }
        foreach (var origin in before.Except(now)) yield return new ModelGone(new Reference(origin));
        yield return new DiscoveryCursor(string.Join('\n', now.Distinct()));
    }

    private async Task<IReadOnlyList<FeedModel>?> TryParseAsync(FeedReference feed, CancellationToken ct)
    {
        try
        {
            return FeedParser.Parse(feed.Location, (await reader.ReadAsync(feed.Location, ct)).Bytes);
        }
        catch (GoatException e)
        {
            LogLeftOut(log, e.Message);
            return null;
        }
    }

    private static Discovery Step(FeedReference feed, FeedModel model)
    {
        try
        {
            return new ModelFound(FeedRules.Describe(feed, model));
        }
        catch (RefusedException e)
        {
            return new ModelRefused(feed.For(FeedRules.NameOf(model)), e.Message);
        }
    }

    private static FeedReference Parsed(Reference reference) => FeedReference.Parse(reference.Text) ?? throw new GoatException($"{reference} is not of the form feed:<address or path>#<name>.");

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private static partial void LogLeftOut(ILogger log, string reason);
}
