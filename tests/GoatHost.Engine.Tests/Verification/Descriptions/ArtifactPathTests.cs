using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

public class ArtifactPathTests
{
    [Theory]
    [InlineData("model.gguf")]
    [InlineData("a/b/model-00001-of-00002.gguf")]
    [InlineData("Modell für Größe 模型 🐐.gguf")]
    [InlineData(".gitattributes")]
    [InlineData("console.gguf")]
    [InlineData("com10.gguf")]
    [InlineData("a..b/c...d")]
    [InlineData("-rf")]
    [InlineData("model~1-of-2.gguf")]
    [InlineData("~")]
    [InlineData("a~b.gguf")]
    [InlineData("e\u0301.gguf")]
    [InlineData("தமிழ்.gguf")]
    public void Accepts_names_of_files(string path) => Assert.Equal(path, ArtifactPath.Check(path));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("//server/share", "absolute")]
    [InlineData("..", "segment \"..\"")]
    [InlineData("a/../../b", "segment \"..\"")]
    [InlineData("./a", "segment \".\"")]
    [InlineData("a//b", "empty segment")]
    [InlineData("a/", "empty segment")]
    [InlineData("..\\..\\a", "backslash")]
    [InlineData("\\\\server\\share\\a", "backslash")]
    [InlineData("C:/a.gguf", "Windows forbids")]
    [InlineData("C:a.gguf", "Windows forbids")]
    [InlineData("a.gguf:stream", "Windows forbids")]
    [InlineData("a?.gguf", "Windows forbids")]
    [InlineData("a.gguf.", "Windows drops")]
    [InlineData("a.gguf ", "Windows drops")]
    [InlineData("... /a", "Windows drops")]
    [InlineData(" a", "Windows drops")]
    [InlineData("NUL", "device")]
    [InlineData("a/nul.gguf", "device")]
    [InlineData("Aux .txt", "device")]
    [InlineData("com1.tar.gz", "device")]
    [InlineData("LPT³", "device")]
    [InlineData("conin$", "device")]
    [InlineData("\\\\.\\PhysicalDrive0", "backslash")]
    [InlineData("\\\\?\\C:\\a", "backslash")]
    [InlineData("//./pipe/a", "absolute")]
    [InlineData("/dev/sda", "absolute")]
    [InlineData("file:///etc/passwd", "Windows forbids")]
    [InlineData("Macintosh HD:a", "Windows forbids")]
    [InlineData("a::$DATA", "Windows forbids")]
    [InlineData("a/:b", "Windows forbids")]
    [InlineData("MODEL-~1.GGU", "short name")]
    [InlineData("a/PROGRA~1/b", "short name")]
    [InlineData("con .gguf", "device")]
    [InlineData("a\0.gguf", "invisible")]
    [InlineData("a\u001b[2J", "invisible")]
    [InlineData("a\u007f", "invisible")]
    [InlineData("a\u202efugg.exe", "invisible")]
    [InlineData("a\u2066b", "invisible")]
    [InlineData("a\u200bb", "invisible")]
    [InlineData("a\ufeffb", "invisible")]
    [InlineData("a\u2028b", "invisible")]
    public void Refuses_tricks_of_three_operating_systems(string path, string reason)
    {
        var refused = Assert.Throws<RefusedException>(() => ArtifactPath.Check(path));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }

    [Fact]
    public void Refuses_half_a_pair_and_what_is_too_long_or_too_deep()
    {
        Assert.Contains("invisible", ArtifactPath.Problem("a\ud800b"), StringComparison.Ordinal);
        Assert.Null(ArtifactPath.Problem(new string('a', 240)));
        Assert.Contains("240 bytes", ArtifactPath.Problem(new string('ü', 121)), StringComparison.Ordinal);
        Assert.Null(ArtifactPath.Problem(string.Join('/', Enumerable.Repeat("a", 16))));
        Assert.Contains("16 folders", ArtifactPath.Problem(string.Join('/', Enumerable.Repeat("a", 17))), StringComparison.Ordinal);
        Assert.Contains("too long", ArtifactPath.Problem(new string('a', 1 << 20)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.gguf", "A.GGUF", "twice")]
    [InlineData("ä/x", "Ä/X", "twice")]
    [InlineData("a", "A/b", "as a file and as a folder")]
    [InlineData("a/b/c", "a/b", "as a folder")]
    [InlineData("straße", "STRASSE", "twice")]
    [InlineData("\u212Aelvin", "kelvin", "twice")]
    [InlineData("\u212B", "å", "twice")]
    [InlineData("ﬁle", "FILE", "twice")]
    [InlineData("ſ/a", "S", "as a folder")]
    [InlineData("é", "e\u0301", "macOS takes for one")]
    [InlineData("한", "\u1112\u1161\u11AB", "macOS takes for one")]
    [InlineData("豈", "\uF900", "macOS takes for one")]
    [InlineData("a", "../b", "segment \"..\"")]
    public void Refuses_sets_that_fall_on_one_place(string one, string other, string reason) =>
        Assert.Contains(reason, Assert.Throws<RefusedException>(() => ArtifactPath.CheckSet([one, other])).Message, StringComparison.Ordinal);

    [Fact]
    public void Accepts_files_that_share_a_folder() => ArtifactPath.CheckSet(["a/b", "a/c", "b"]);
}
