using FsCheck;
using FsCheck.Fluent;
using GoatHost.Engine.Store;

namespace GoatHost.Engine.Tests.Store;

public sealed class ModelNameTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("tiny", "tiny", "tiny:latest")]
    [InlineData("tiny:", "tiny", "tiny:latest")]
    [InlineData("tiny:latest", "tiny", "tiny:latest")]
    [InlineData("Tiny:LATEST", "Tiny", "Tiny:latest")]
    [InlineData("tiny:q8_0", "tiny:q8_0", "tiny:q8_0")]
    [InlineData("library/tiny", "tiny", "tiny:latest")]
    [InlineData("Library/tiny:q8_0", "tiny:q8_0", "tiny:q8_0")]
    [InlineData("registry.ollama.ai/library/tiny:q8_0", "tiny:q8_0", "tiny:q8_0")]
    [InlineData("Registry.Ollama.AI/Library/tiny", "tiny", "tiny:latest")]
    [InlineData("registry.ollama.ai/me/tiny", "me/tiny", "me/tiny:latest")]
    [InlineData("me/tiny:v1.2", "me/tiny:v1.2", "me/tiny:v1.2")]
    [InlineData("host.example:5000/me/tiny", "host.example:5000/me/tiny", "host.example:5000/me/tiny:latest")]
    [InlineData("_x-1.2", "_x-1.2", "_x-1.2:latest")]
    public void Reads_a_name_in_all_its_forms(string text, string expected, string shown)
    {
        Assert.True(ModelName.TryParse(text, out var name));
        Assert.Equal((expected, shown), (name.ToString(), name.WithTag));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":q8_0")]
    [InlineData("/tiny")]
    [InlineData("tiny/")]
    [InlineData("a/b/c/d")]
    [InlineData("a.b/tiny")]
    [InlineData("-tiny")]
    [InlineData("tiny:-q")]
    [InlineData("tiny:a:b")]
    [InlineData("ti ny")]
    [InlineData("tïny")]
    [InlineData("../tiny")]
    [InlineData("..")]
    [InlineData("tiny@sha256:12")]
    [InlineData("tiny@md5:" + Digest)]
    [InlineData("magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919")]
    [InlineData("C:\\models\\tiny.gguf")]
    public void Refuses_what_is_no_name(string? text) => Assert.False(ModelName.TryParse(text, out _));

    [Fact]
    public void Reads_a_digest_in_any_case()
    {
        Assert.True(ModelName.TryParse($"me/tiny:q8_0@SHA256:{Digest.ToUpperInvariant()}", out var name));
        Assert.Equal(("me/tiny:q8_0", Digest), (name.ToString(), name.Digest));
    }

    [Theory]
    [InlineData(80, true)]
    [InlineData(81, false)]
    public void Bounds_every_part(int length, bool expected)
    {
        var part = new string('a', length);
        Assert.Equal(expected, ModelName.TryParse(part, out _));
        Assert.Equal(expected, ModelName.TryParse($"{part}/tiny", out _));
        Assert.Equal(expected, ModelName.TryParse($"tiny:{part}", out _));
    }

    [Fact]
    public void What_is_shown_reads_as_the_same_name() => Prop.ForAll(Names.ToArbitrary(), text =>
    {
        Assert.True(ModelName.TryParse(text, out var name));
        Assert.True(ModelName.TryParse(name.WithTag, out var again));
        Assert.Equal(name, again);
        Assert.True(ModelName.TryParse("registry.ollama.ai/" + (name.Name.Contains('/', StringComparison.Ordinal) ? name.WithTag : "library/" + name.WithTag), out var full)
            == (name.Name.Count(c => c == '/') < 2));
        if (name.Name.Count(c => c == '/') < 2) Assert.Equal(name, full);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_it_throw() => Prop.ForAll(ArbMap.Default.GeneratorFor<string>().ToArbitrary(), text =>
    {
        if (!ModelName.TryParse(text, out var name)) return;
        Assert.True(ModelName.TryParse(name.WithTag, out var again));
        Assert.Equal(name, again);
    }).QuickCheckThrowOnFailure();

    private static Gen<string> Names
    {
        get
        {
            var word = Gen.Elements("tiny", "Llama3.2", "_a", "q8_0", "x-y", "0");
            var plain = Gen.Elements("library", "me", "Some_One", "a-b");
            var host = Gen.Elements("registry.ollama.ai", "hf.co", "localhost:5000", "Registry.OLLAMA.ai");
            return Gen.OneOf(
                word,
                from w in word from t in word select $"{w}:{t}",
                from n in plain from w in word select $"{n}/{w}:latest",
                from h in host from n in plain from w in word from t in word select $"{h}/{n}/{w}:{t}");
        }
    }
}
