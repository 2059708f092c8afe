using GoatHost.Abstractions;

namespace Plugins.LlamaCpp.Tests;

/// <summary>What becomes of prompts and answers that are longer than the context.</summary>
public sealed class ContextTests
{
    [Fact]
    public async Task A_context_that_shifts_lets_an_answer_go_on_and_counts_it()
    {
        await using var session = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, ContextTokens = 64 });
        var request = TinyModel.Prompt("In the beginning", 300, temperature: 0) with { IgnoreEnd = true };
        Assert.Equal(0, (await session.AskAsync(request)).End.ContextShifts);
        foreach (var keep in new[] { 0, 4, -1, int.MaxValue })
        {
            var answer = await session.AskAsync(request with { ShiftContext = true, KeepTokens = keep });
            Assert.Equal((300, FinishReason.Length), (answer.End.GeneratedTokens, answer.End.Reason));
            Assert.InRange(answer.End.ContextShifts, 7, 12);
            Assert.DoesNotContain('\uFFFD', answer.Text);
        }
    }

    [Fact]
    public async Task Answers_that_share_a_prompt_shift_each_for_itself()
    {
        await using var session = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, ContextTokens = 64, Parallel = 4 });
        var request = TinyModel.Prompt("In the beginning", 200, seed: null, temperature: 0) with { IgnoreEnd = true, ShiftContext = true };
        var alone = await session.AskAsync(request);
        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => session.AskAsync(request)));
        Assert.All(together, answer => Assert.Equal(200, answer.End.GeneratedTokens));
        Assert.All(together, answer => Assert.Equal(alone.End.ContextShifts, answer.End.ContextShifts));
        // A context that was moved is not what a fresh one would be, so nothing of it may serve others.
        Assert.Equal(alone.Text, (await session.AskAsync(request)).Text);
    }

    [Fact]
    public async Task The_oldest_messages_go_when_they_may_and_the_systems_stay()
    {
        await using var session = await TinyModel.OpenAsync();
        var messages = new List<ChatMessage> { new("system", "Go on.") };
        for (var i = 0; i < 40; i++) messages.AddRange([new("user", $"And the king said {i}."), new("assistant", "And it was so.")]);
        messages.Add(new("user", "And God said"));
        var request = new GenerationRequest { Messages = messages, MaxTokens = 8 };

        var refused = await Assert.ThrowsAnyAsync<RequestException>(() => session.AskAsync(request));
        Assert.Contains("512", refused.Message);
        var answer = await session.AskAsync(request with { DropOldestMessages = true });
        Assert.InRange(answer.End.DroppedMessages, 2, 79);
        Assert.Equal(0, answer.End.DroppedMessages % 2);
        Assert.InRange(answer.End.PromptTokens, 400, 503);
    }

    [Fact]
    public async Task A_last_message_that_is_too_long_by_itself_is_refused_all_the_same()
    {
        await using var session = await TinyModel.OpenAsync();
        var request = new GenerationRequest
        {
            Messages = [new("user", "Hear."), new("user", string.Join(' ', Enumerable.Repeat("And the king said unto him.", 200)))],
            DropOldestMessages = true,
        };
        Assert.Contains("512", (await Assert.ThrowsAnyAsync<RequestException>(() => session.AskAsync(request))).Message);
    }
}
