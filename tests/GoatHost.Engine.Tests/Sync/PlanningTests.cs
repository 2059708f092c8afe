using GoatHost.Abstractions;
using GoatHost.Engine.Sync.Planning;

namespace GoatHost.Engine.Tests.Sync;

public sealed class PlanningTests
{
    private const long GiB = 1L << 30;

    [Theory]
    [InlineData("m-Q8_0.gguf:8 m-Q4_0.gguf:4 m-F16.gguf:16", null, 64, "Q8_0")]
    [InlineData("m-Q8_0.gguf:8 m-Q4_0.gguf:4 m-F16.gguf:16", null, 6, "Q4_0")]
    [InlineData("m-Q8_0.gguf:8 m-Q4_0.gguf:4 m-F16.gguf:16", "f16", 2, "F16")]
    [InlineData("m-q8_0.gguf:8 m.Q4_K_M.gguf:4", "Q4_K_M", 64, "Q4_K_M")]
    [InlineData("m-BF16.gguf:1 m-Q2_K.gguf:1", null, 64, "Q2_K")]
    [InlineData("whatever.gguf:3", null, 64, null)]
    [InlineData("whatever.gguf:3 m-Q4_0.gguf:2", null, 64, "Q4_0")]
    [InlineData("mmproj-Q8_0.gguf:9 m-Q4_0.gguf:2 README.md:1 m.safetensors:30", null, 64, "Q4_0")]
    [InlineData("m-Q8_0-00001-of-00002.gguf:4 m-Q8_0-00002-of-00002.gguf:4 m-Q4_0.gguf:4", null, 64, "Q8_0")]
    [InlineData("m-Q8_0-00001-of-00003.gguf:4 m-Q8_0-00002-of-00003.gguf:4 m-Q4_0.gguf:4", null, 64, "Q4_0")]
    public void Chooses(string files, string? asked, int memory, string? expected)
    {
        var (choice, _) = QuantizationRule.Choose("m", Choice.Among(Files(files)), asked is null ? null : Quantizations.Normal(asked), memory * GiB);
        Assert.Equal(expected, choice.Quantization);
    }

    [Theory]
    [InlineData("README.md:1", null, 64, "has no .gguf file")]
    [InlineData("m-F16.gguf:16", null, 64, "nothing up to Q8_0: there is F16 (16.0 GiB); ask for one by name, as in m:F16")]
    [InlineData("m-Q8_0.gguf:8", null, 4, "does not fit this machine's 4.0 GiB of memory: there is Q8_0 (8.0 GiB)")]
    [InlineData("m-Q8_0.gguf:8 m-Q4_0.gguf:4", "Q5_0", 64, "has no Q5_0: there is Q8_0 (8.0 GiB), Q4_0 (4.0 GiB)")]
    [InlineData("m-Q8_0-00001-of-00003.gguf:4", "Q8_0", 64, "only 1 of its 3 parts are listed")]
    [InlineData("a-Q8_0.gguf:4 b-Q8_0.gguf:4", null, 64, "2 files of it that are not parts of one model")]
    public void Says_what_there_is_when_nothing_can_be_chosen(string files, string? asked, int memory, string sentence)
    {
        var failed = Assert.Throws<GoatException>(() => QuantizationRule.Choose("m", Choice.Among(Files(files)), asked, memory * GiB));
        Assert.Contains(sentence, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_why_and_what_else_there_is()
    {
        var (_, why) = QuantizationRule.Choose("m", Choice.Among(Files("m-Q8_0.gguf:8 m-Q4_0.gguf:4 m-F16.gguf:16")), null, 64 * GiB);
        Assert.Equal("Q8_0 (8.0 GiB): the largest up to Q8_0 that fits this machine's 64.0 GiB of memory; also there: F16 (16.0 GiB), Q4_0 (4.0 GiB)", why);
    }

    [Fact]
    public void Puts_the_parts_of_a_model_in_order()
    {
        var choice = Assert.Single(Choice.Among(Files("m-Q8_0-00002-of-00002.gguf:4 m-Q8_0-00001-of-00002.gguf:4")));
        Assert.Equal(["m-Q8_0-00001-of-00002.gguf", "m-Q8_0-00002-of-00002.gguf"], choice.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("goat-tiny-kjv-q8_0.gguf", "Q8_0", "goat-tiny-kjv")]
    [InlineData("Llama-3.2-1B.Q4_K_M.gguf", "Q4_K_M", "Llama-3.2-1B")]
    [InlineData("x-IQ4_XS-00001-of-00003.gguf", "IQ4_XS", "x")]
    [InlineData("x-fp16.gguf", "F16", "x")]
    [InlineData("Q4_0-of-Q8_0.gguf", "Q8_0", "Q4_0-of")]
    [InlineData("gpt-oss-MXFP4.gguf", "MXFP4", "gpt-oss")]
    [InlineData("SEQ4_0UP.gguf", null, "SEQ4_0UP")]
    [InlineData("plain.gguf", null, "plain")]
    public void Reads_the_quantization_from_a_files_name(string path, string? quantization, string rest)
    {
        Assert.Equal(quantization, Quantizations.InFileName("folder-F32/" + path));
        Assert.Equal(rest, Quantizations.WithoutQuantization(Path.GetFileNameWithoutExtension(path)));
    }

    private static IEnumerable<Artifact> Files(string text) => text.Split(' ').Select(file => file.Split(':'))
        .Select(parts => new Artifact(parts[0], long.Parse(parts[1], null) * GiB, null, null, []));
}
