using GoatHost.TestKit;

namespace GoatHost.Tests.EndToEnd;

/// <summary>Files that are no models, given to goat itself: one sentence, the exit code of a refusal, and nothing in the list.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class HostileRunTests
{
    [Theory]
    [InlineData("picture.gguf", "89504E470D0A1A0A0000000D", "does not begin with GGUF")]
    [InlineData("pickle.gguf", "80049500000000", "a Python pickle")]
    [InlineData("archive.gguf", "504B0304140000000800", "a zip archive")]
    [InlineData("program.gguf", "7F454C460201010000000000", "a program")]
    [InlineData("empty.gguf", "", "does not begin with GGUF")]
    [InlineData("huge.gguf", "4747554603000000FFFFFFFFFFFFFFFF0000000000000000", "claims 18446744073709551615 tensors")]
    [InlineData("model.safetensors", "10000000000000007B7D", "a safetensors file")]
    public async Task Says_in_one_sentence_what_is_wrong(string name, string bytes, string reason)
    {
        using var home = new TempFolder();
        await File.WriteAllBytesAsync(home[name], Convert.FromHexString(bytes));
        var said = await Goat.RunAsync(home.Path, input: null, "pull", home[name]);
        AssertRefused(said, reason);
        Assert.False(Directory.Exists(home["models"]) && Directory.EnumerateFileSystemEntries(home["models"]).Any());
    }

    [Fact]
    public async Task Refuses_a_sample_whose_header_contradicts_itself()
    {
        using var home = new TempFolder();
        var sample = await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf"));
        var layers = sample.AsSpan().IndexOf("llama.block_count"u8) + "llama.block_count".Length + 4;
        sample[layers] = 0;
        await File.WriteAllBytesAsync(home["m-Q4_0.gguf"], sample);
        AssertRefused(await Goat.RunAsync(home.Path, input: null, "pull", home["m-Q4_0.gguf"]), "it says that it has 0 layers");
    }

    private static void AssertRefused(Said said, string reason)
    {
        Assert.True(said.ExitCode == 3, said.Out + said.Error);
        var sentence = Assert.Single(said.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("goat: ", StringComparison.Ordinal));
        Assert.Contains(reason, sentence);
        Assert.EndsWith(".", sentence.TrimEnd());
        Assert.DoesNotContain("   at ", said.Error);
    }
}
