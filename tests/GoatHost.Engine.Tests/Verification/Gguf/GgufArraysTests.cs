using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public sealed class GgufArraysTests
{
    [Fact]
    public void Reads_the_vocabulary_that_the_header_leaves_in_the_file()
    {
        var path = Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf");
        var header = GgufReader.Read(path, CancellationToken.None);
        var arrays = GgufArrays.Read(path, header, CancellationToken.None);
        var tokens = arrays["tokenizer.ggml.tokens"];
        Assert.Equal(header.Metadata["tokenizer.ggml.tokens"].Count, tokens.Count);
        Assert.All(tokens, token => Assert.NotNull(token.Text));
        Assert.Equal(tokens.Count, arrays["tokenizer.ggml.scores"].Count(score => score.Real is not null));
    }

    [Fact]
    public void Another_file_than_the_headers_is_read_or_refused()
    {
        var path = Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf");
        var header = GgufReader.Read(path, CancellationToken.None);
        Prop.ForAll<byte[]>(bytes =>
        {
            using var stream = new MemoryStream(bytes);
            Assert.Throws<RefusedException>(() => GgufArrays.Read(stream, header, CancellationToken.None));
        }).QuickCheckThrowOnFailure();
    }
}
