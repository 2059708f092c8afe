using GoatHost.Abstractions;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Engine.Tests.Store;

public sealed class ModelChangesTests
{
    private static readonly ModelChanges Pirate = new()
    {
        System = "Pirate.",
        Messages = [new ChatMessage("user", "a"), new ChatMessage("assistant", "b")],
        Defaults = new ModelDefaults { Sampling = new SamplingOptions { Temperature = 0.1f, TopK = 3 }, Stop = ["x"], MaxTokens = 4, KeepTokens = 2 },
    };

    [Fact]
    public void A_chat_begins_with_the_models_own_prompt_and_messages() => Assert.Equal(
        ["system:Pirate.", "user:a", "assistant:b", "user:hi"], Shown(new ChatMessage("user", "hi")));

    [Fact]
    public void A_chat_that_brings_its_own_system_prompt_keeps_it() => Assert.Equal(
        ["system:Mine.", "user:a", "assistant:b", "user:hi"], Shown(new ChatMessage("system", "Mine."), new ChatMessage("user", "hi")));

    [Fact]
    public void What_a_request_says_goes_before()
    {
        var request = Pirate.ApplyTo(new GenerationRequest { Prompt = "raw", Sampling = new SamplingOptions { Temperature = 0.9f, Seed = 1 }, MaxTokens = 7 });
        Assert.Equal(new SamplingOptions { Temperature = 0.9f, TopK = 3, Seed = 1 }, request.Sampling);
        Assert.Equal(["x"], request.Stop);
        Assert.Equal((7, 2, "raw", null), (request.MaxTokens, request.KeepTokens, request.Prompt, request.Messages));
    }

    private static IEnumerable<string> Shown(params ChatMessage[] messages) =>
        Pirate.ApplyTo(new GenerationRequest { Messages = messages }).Messages!.Select(message => $"{message.Role}:{message.Content}");
}
