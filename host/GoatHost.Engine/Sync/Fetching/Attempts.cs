using GoatHost.Abstractions;
using GoatHost.Engine.Store.Transfers;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Sync.Resolving;

namespace GoatHost.Engine.Sync.Fetching;

/// <summary>One place to have files from.</summary>
/// <param name="Locator">The place.</param>
/// <param name="Files">The files that it may have.</param>
internal sealed record Attempt(Locator Locator, IReadOnlyList<ArtifactFile> Files);

/// <summary>The order in which places are tried: the one asked for, each file's own, the description's.</summary>
internal static class Attempts
{
    public static List<Attempt> Of(SyncPlan plan, Locator? prefer, IReadOnlyList<ArtifactFile> files)
    {
        var attempts = new List<Attempt>();
        if (prefer is { } first) attempts.Add(new Attempt(first, files));
        foreach (var file in files)
        {
            var own = plan.Files.Single(planned => planned.Path == file.Path).Locators;
            attempts.AddRange(own.Where(locator => IsElsewhere(locator, plan.Description)).Select(locator => new Attempt(locator, [file])));
        }
        attempts.AddRange(Locators(plan.Resolved, null).Select(locator => new Attempt(locator, files)));
        return attempts;
    }

    /// <summary>The places of the whole set. A model without any may be the content of its own origin: a GGUF inscribed whole.</summary>
    public static List<Locator> Locators(Resolved resolved, Locator? prefer)
    {
        var locators = new List<Locator>();
        if (prefer is { } first) locators.Add(first);
        if (resolved.Typed is { } typed) locators.Add(typed);
        locators.AddRange(resolved.Description.Locators.Where(locator => IsElsewhere(locator, resolved.Description)));
        if (resolved.Description is { Files.Count: 1, Locators.Count: 0 } && resolved.Description.Files[0].Locators.Count == 0)
            locators.Add(new Locator(resolved.Description.Origin.Text));
        return locators.Distinct().ToList();
    }

    /// <summary>A description comes from strangers: it may not name files of this machine.</summary>
    private static bool IsElsewhere(Locator locator, ModelDescription description) =>
        locator.Text == description.Origin.Text || (locator.Scheme is { } scheme && scheme != "file");
}
