using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Tests.Verification;

public class ModelFormatsTests
{
    [Theory]
    [InlineData("m.pt", "504B0304", "zip archive")]
    [InlineData("m", "80025D71", "Python pickle")]
    [InlineData("m.bin", "00", "Python pickle")]
    [InlineData("m", "40000000000000007B22", "safetensors")]
    [InlineData("m.gguf", "23212F62696E2F7368", "a script")]
    [InlineData("m.gguf", "7F454C46", "a program")]
    [InlineData("m.gguf", "4D5A90", "a program")]
    [InlineData("m.gguf", "CFFAEDFE", "a program")]
    [InlineData("m", "746A6767", "before GGUF")]
    [InlineData("a/b/setup.py", "", "a script")]
    [InlineData("C:\\m.EXE", "", "m.EXE is a program")]
    public void Refuses_what_is_never_loaded(string path, string bytes, string reason)
    {
        var sentence = ModelFormats.Refusal(path, Convert.FromHexString(bytes));
        Assert.Contains(reason, sentence, StringComparison.Ordinal);
        Assert.EndsWith("only GGUF files are run here.", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m.gguf", "47475546")]
    [InlineData("pytorch_model.bin", "47475546")]
    [InlineData("README.md", "23")]
    public void Says_nothing_against_other_files(string path, string bytes) =>
        Assert.Null(ModelFormats.Refusal(path, Convert.FromHexString(bytes)));
}
