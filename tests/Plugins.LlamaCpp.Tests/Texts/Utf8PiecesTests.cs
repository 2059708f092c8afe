using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace Plugins.LlamaCpp.Tests.Texts;

public sealed class Utf8PiecesTests
{
    [Fact]
    public void A_character_waits_for_its_last_byte()
    {
        var pieces = new Utf8Pieces();
        var wave = Encoding.UTF8.GetBytes("👋");
        Assert.Equal("", pieces.Add(wave.AsSpan(0, 1)));
        Assert.Equal("", pieces.Add(wave.AsSpan(1, 2)));
        Assert.Equal("👋", pieces.Add(wave.AsSpan(3)));
        Assert.Equal("", pieces.End());
    }

    [Fact]
    public void An_unfinished_character_ends_as_a_replacement()
    {
        var pieces = new Utf8Pieces();
        Assert.Equal("a", pieces.Add("a"u8));
        Assert.Equal("", pieces.Add([0xF0, 0x9F]));
        Assert.Equal("\uFFFD", pieces.End());
    }

    [Fact]
    public void Text_cut_anywhere_joins_to_itself() =>
        Prop.ForAll<NonNull<string>, int>((text, seed) =>
        {
            var whole = Encoding.UTF8.GetBytes(text.Get);
            return Join(whole, seed).Text == Encoding.UTF8.GetString(whole);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_cut_anywhere_never_give_half_a_character() =>
        Prop.ForAll<byte[], int>((bytes, seed) =>
        {
            var (text, pieces) = Join(bytes, seed);
            return pieces.All(IsWhole) && text == Encoding.UTF8.GetString(bytes);
        }).QuickCheckThrowOnFailure();

    private static (string Text, List<string> Pieces) Join(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        var pieces = new Utf8Pieces();
        var joined = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(0, 4), bytes.Length - at);
            joined.Add(pieces.Add(bytes.AsSpan(at, length)));
            at += length;
        }
        joined.Add(pieces.End());
        return (string.Concat(joined), joined);
    }

    private static bool IsWhole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
