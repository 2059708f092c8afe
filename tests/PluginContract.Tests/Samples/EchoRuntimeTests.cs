using GoatHost.Abstractions;

namespace GoatHost.PluginContract.Tests.Samples;

public sealed class EchoRuntimeTests
{
    [Fact]
    public async Task Says_the_last_message_back_and_stops_at_the_limit()
    {
        await using var plugin = await StagedPlugin.LoadAsync("echoruntime");
        var model = new VerifiedModel("m", "gguf", [], new ModelSummary { Architecture = "llama", Parameters = 0, Quantization = "?" });
        await using var session = await plugin.Runtimes[0].OpenAsync(model, new SessionOptions { ContextTokens = 4 }, null, CancellationToken.None);
        var request = new GenerationRequest { Messages = [new ChatMessage("user", "one two  three")], MaxTokens = 2 };

        var deltas = await session.GenerateAsync(request, CancellationToken.None).ToListAsync();

        Assert.Equal("one two ", string.Concat(deltas.Select(delta => delta.Text)));
        Assert.Equal((FinishReason.Length, 3, 2), (deltas[^1].End!.Reason, deltas[^1].End!.PromptTokens, deltas[^1].End!.GeneratedTokens));
        var e = await Assert.ThrowsAsync<ContextExceededException>(async () => await session.GenerateAsync(new GenerationRequest { Prompt = "a b c d e" }, CancellationToken.None).CountAsync());
        Assert.Equal("The prompt has 5 tokens; the context holds 4.", e.Message);
    }
}
