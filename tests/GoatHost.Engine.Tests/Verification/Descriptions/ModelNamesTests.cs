using GoatHost.Engine.Verification.Descriptions;

namespace GoatHost.Engine.Tests.Verification.Descriptions;

public class ModelNamesTests
{
    [Theory]
    [InlineData("goat-tiny-kjv", "goat-tiny-kjv")]
    [InlineData("Llama 3.2 (1B) Instruct", "llama-3.2-1b-instruct")]
    [InlineData("a/b\\c:d", "a-b-c-d")]
    [InlineData("model.Q8_0.GGUF", "model.q8_0")]
    [InlineData("CON", "model-con")]
    [InlineData("com1.x", "model-com1.x")]
    [InlineData("...---", null)]
    [InlineData("山羊", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Makes_a_name_of_a_text(string? text, string? name) => Assert.Equal(name, ModelNames.From(text));

    [Fact]
    public void Cuts_a_long_name() => Assert.Equal(80, ModelNames.From(new string('a', 5000))!.Length);

    [Theory]
    [InlineData("goat-tiny-kjv-q8_0.gguf", "Q8_0")]
    [InlineData("Llama-3.2-1B-Instruct-Q4_K_M.gguf", "Q4_K_M")]
    [InlineData("a/m.IQ2_XXS.gguf", "IQ2_XXS")]
    [InlineData("m-BF16-00001-of-00003.gguf", "BF16")]
    [InlineData("m-mxfp4_moe.gguf", "MXFP4_MOE")]
    [InlineData("m-TQ1_0.gguf", "TQ1_0")]
    [InlineData("m-Q4.gguf", null)]
    [InlineData("Q8_0/README.md", null)]
    [InlineData("m.gguf", null)]
    public void Reads_the_quantization_in_a_files_name(string path, string? quantization) =>
        Assert.Equal(quantization, ModelNames.QuantizationOf(path));
}
