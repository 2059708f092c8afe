using System.Text.RegularExpressions;

namespace GoatHost.Architecture.Tests;

/// <summary>Habits that no analyzer watches.</summary>
public sealed partial class HabitTests
{
    [Fact]
    public void Properties_always_throw_when_they_fail()
    {
        // A Property that a [Fact] returns, or that is checked quietly, passes when it is false.
        var quiet =
            from file in Tree.Files("tests", "*.cs")
            where Path.GetFileName(file) != "HabitTests.cs"
            let text = File.ReadAllText(file)
            let properties = Count(text, "Prop.ForAll")
            where Count(text, ".QuickCheckThrowOnFailure(") + Count(text, "Check.One(Config.QuickThrowOnFailure") + Count(text, ".Check(Config.QuickThrowOnFailure") < properties
                || text.Contains(".QuickCheck(", StringComparison.Ordinal) || text.Contains(".VerboseCheck(", StringComparison.Ordinal)
            select Tree.Relative(file);
        Assert.Empty(quiet);
    }

    [Fact]
    public void No_error_is_swallowed_without_a_word()
    {
        var swallowed =
            from file in Tree.Files("host", "*.cs").Concat(Tree.Files("plugins", "*.cs")).Concat(Tree.Files("samples", "*.cs"))
            where EmptyCatch().IsMatch(File.ReadAllText(file))
            select Tree.Relative(file);
        Assert.Empty(swallowed);
    }

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        var unfinished =
            from file in Tree.Files("host", "*.cs").Concat(Tree.Files("plugins", "*.cs")).Concat(Tree.Files("samples", "*.cs"))
            where Unfinished().IsMatch(File.ReadAllText(file))
            select Tree.Relative(file);
        Assert.Empty(unfinished);
    }

    [Fact]
    public void Versions_are_central_and_locked() => Assert.All(
        new[] { "host", "plugins", "samples", "tests" }.SelectMany(room => Tree.Files(room, "*.csproj")), project =>
        {
            Assert.DoesNotMatch("PackageReference[^>]*Version=", File.ReadAllText(project));
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), $"{Tree.Relative(project)} has no lock file.");
        });

    [Fact]
    public void No_file_names_a_registry()
    {
        // Split, so that this file does not name them itself.
        string[] hosts = ["api.nuget" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org", "\"resolved\": \"http"];
        var naming =
            from folder in new[] { "host", "plugins", "samples", "tests", "docs", ".ci" }
            from pattern in new[] { "*.json", "*.cs", "*.csproj", "*.props", "*.targets", "*.md", "*.sh", "run", ".npmrc" }
            from file in Tree.Files(folder, pattern)
            let text = File.ReadAllText(file)
            where hosts.Any(host => text.Contains(host, StringComparison.Ordinal))
            select Tree.Relative(file);
        Assert.Empty(naming);
    }

    [Fact]
    public void Rooms_have_names_of_the_domain()
    {
        string[] vague = ["Helpers", "Utils", "Utilities", "Services", "Common", "Misc", "Interfaces"];
        var rooms = new[] { "host", "plugins", "samples" }.SelectMany(room => Tree.Files(room, "*.cs"))
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Distinct();
        Assert.Empty(rooms.Intersect(vague));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*(when\s*\(.*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex("NotImplementedException|TODO|FIXME|HACK|XXX")]
    private static partial Regex Unfinished();
}
