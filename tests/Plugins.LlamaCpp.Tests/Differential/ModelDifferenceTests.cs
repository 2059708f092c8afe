using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>The host's verdict on whole models beside llama.cpp's, which loads them and makes a context.</summary>
public class ModelDifferenceTests
{
    [Fact]
    public async Task Refuses_whatever_llama_cpp_dies_of()
    {
        var files = EditedSample.WithNumbers()
            .Concat(EditedSample.WithKeys())
            .Append(EditedSample.WithTokenTwice())
            .Concat(EditedSample.WithFlips(Rounds.Of(60, 3000)))
            .ToList();
        var theirs = await LlamaCpp.AskAsync(nameof(NativeModel), [.. files.Select(file => file.Bytes)]);

        var deadly = files.Where((_, i) => theirs[i] == Verdict.Died).ToList();
        Assert.Contains(deadly, file => file.What == "llama.block_count = 0");
        Assert.Empty(deadly.Where(file => Refusal(file.Bytes) is null).Select(file => file.What));
        Assert.Contains(Verdict.Accepted, theirs);
    }

    [Fact]
    public async Task Accepts_what_llama_cpp_loads()
    {
        var samples = new[] { "Q4_0", "Q8_0", "F16" }.Select(quantization => File.ReadAllBytes(TinyModel.PathOf(quantization))).ToList();
        var theirs = await LlamaCpp.AskAsync(nameof(NativeModel), samples);
        Assert.All(theirs, verdict => Assert.Equal(Verdict.Accepted, verdict));
        Assert.All(samples, sample => Assert.Null(Refusal(sample)));
    }

    private static string? Refusal(byte[] file)
    {
        try
        {
            _ = GgufSummary.Of(GgufSplit.Check([GgufReader.Read(file, "m.gguf", default)]));
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
    }
}
