using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace Plugins.LlamaCpp.Tests.Texts;

public sealed class StopMatcherTests
{
    [Fact]
    public void Half_a_stop_string_is_held_until_it_is_told_apart()
    {
        var matcher = new StopMatcher(["<end>"]);
        Assert.Equal("a", matcher.Add("a<e"));
        Assert.True(matcher.Holds);
        Assert.Equal("<e", matcher.Add("<"));
        Assert.Equal("", matcher.Add("en"));
        Assert.Equal("", matcher.Add("d>b"));
        Assert.True(matcher.Stopped);
        Assert.Equal("", matcher.Add("more") + matcher.End());
    }

    [Fact]
    public void What_was_held_comes_at_the_end()
    {
        var matcher = new StopMatcher(["aab"]);
        Assert.Equal("a", matcher.Add("aaa"));
        Assert.Equal("aa", matcher.End());
    }

    [Fact]
    public void The_first_of_several_stop_strings_counts()
    {
        var matcher = new StopMatcher(["yz", "xyz"]);
        Assert.Equal("ab", matcher.Add("abxyz"));
        Assert.True(matcher.Stopped);
    }

    [Fact]
    public void Empty_stop_strings_stop_nothing()
    {
        var matcher = new StopMatcher(["", ""]);
        Assert.Equal("text", matcher.Add("text"));
    }

    // A small alphabet makes overlaps and near misses common.
    [Fact]
    public void Text_in_pieces_stops_where_the_whole_would() =>
        Prop.ForAll(Words(0, 40), Stops(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (text, stops, seed) =>
        {
            var at = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(found => found >= 0).DefaultIfEmpty(-1).Min();
            var (sent, stopped, early) = Feed(text, stops, seed);
            if (at < 0) return sent == text && !stopped;
            // In pieces, a shorter stop string may be whole before a longer one that began sooner; then neither may have leaked.
            return stopped && text.StartsWith(sent, StringComparison.Ordinal) && sent.Length >= at && stops.All(stop => !sent.Contains(stop, StringComparison.Ordinal)) && early;
        }).QuickCheckThrowOnFailure();

    private static (string Sent, bool Stopped, bool NeverAfterStop) Feed(string text, string[] stops, int seed)
    {
        var (random, matcher, sent, good) = (new Random(seed), new StopMatcher(stops), "", true);
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 5), text.Length - at);
            var wasStopped = matcher.Stopped;
            var piece = matcher.Add(text.Substring(at, length));
            good &= !wasStopped || piece.Length == 0;
            sent += piece;
            at += length;
        }
        return (sent + matcher.End(), matcher.Stopped, good);
    }

    private static Arbitrary<string[]> Stops() =>
        Words(1, 4).Generator.ArrayOf().Where(stops => stops.Length is > 0 and < 4).ToArbitrary();

    private static Arbitrary<string> Words(int least, int most) =>
        Gen.Choose(least, most).SelectMany(length => Gen.Elements('a', 'b', 'c').ArrayOf(length)).Select(letters => new string(letters)).ToArbitrary();
}
