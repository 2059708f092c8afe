using GoatHost.Abstractions;
using GoatHost.Engine.Tests.Verification.Gguf;
using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

public class WholeModelTests
{
    private static readonly Reference Origin = new("ord:370e67deb9ba9b001aaab31a4def482c6d645c701cfea0b2c89e21d7532fe1eci0");

    [Theory]
    [InlineData(null, "370e67deb9ba")]
    [InlineData("../../Etc/My Model", "etc-my-model")]
    [InlineData("\u202e", "370e67deb9ba")]
    public void Names_the_file_safely(string? name, string expected)
    {
        var builder = GgufBuilder.Small();
        if (name is not null) builder.Text("general.name", name);
        var model = Read(builder)!;
        Assert.Equal((expected, expected + ".gguf", "Q8_0"), (model.Name, model.Files[0].Path, model.Files[0].Quantization));
    }

    [Fact]
    public void Refuses_a_vocabulary_alone() =>
        AssertRefused(new GgufBuilder().Text("general.architecture", "llama"), "370e67deb9ba is a GGUF file with a vocabulary and no weights");

    [Fact]
    public void Refuses_one_shard_of_several() => AssertRefused(GgufBuilder.Small().U16("split.count", 3), "has 3 shards, and 1 are here");

    [Fact]
    public void Refuses_what_is_not_sound() =>
        AssertRefused(GgufBuilder.Small().U32("general.alignment", 3), "370e67deb9ba is not a sound GGUF file (byte ");

    private static void AssertRefused(GgufBuilder file, string reason) =>
        Assert.Contains(reason, Assert.Throws<RefusedException>(() => Read(file)).Message, StringComparison.Ordinal);

    private static ModelDescription? Read(GgufBuilder file) =>
        new DescriptionReader().Read(Origin, new Content("image/png", file.Build(), []));
}
