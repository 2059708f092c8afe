using FsCheck;
using FsCheck.Fluent;
using GoatHost.Cli.Rendering;

namespace GoatHost.Tests.Cli.Rendering;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("naïve 🐐", "naïve 🐐")]
    [InlineData("\u001b[31mred\u001b[0m", "[31mred[0m")]
    [InlineData("\u001b]0;title\u0007x", "]0;titlex")]
    [InlineData("\u009b31mred", "31mred")]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("safe\u202Egpj.exe", "safegpj.exe")]
    [InlineData("\u007f\0\b", "")]
    public void Strips_what_could_drive_a_terminal(string text, string expected) => Assert.Equal(expected, SafeText.Line(text));

    [Fact]
    public void Keeps_lines_when_they_are_wanted() => Assert.Equal("a\n\tb\nc", SafeText.Block("a\r\n\tb\u2028c\u001b"));

    [Fact]
    public void Replaces_half_a_character() => Assert.Equal("a\ufffdb", SafeText.Line("a\ud83db"));

    [Fact]
    public void Leaves_no_control_character_whatever_the_text() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
    {
        var line = SafeText.Line(text ?? "");
        return !line.Any(char.IsControl) && SafeText.Line(line) == line;
    }).QuickCheckThrowOnFailure();
}
