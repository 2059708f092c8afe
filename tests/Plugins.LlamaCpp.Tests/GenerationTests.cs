using GoatHost.Abstractions;

namespace Plugins.LlamaCpp.Tests;

public sealed class GenerationTests
{
    [Theory]
    [InlineData("F16")]
    [InlineData("Q8_0")]
    [InlineData("Q4_0")]
    public async Task Every_quantization_loads_and_writes(string quantization)
    {
        await using var session = await TinyModel.OpenAsync(quantization);
        var answer = await session.AskAsync(TinyModel.Prompt("In the beginning"));
        Assert.Equal(24, answer.End.GeneratedTokens);
        Assert.Equal(FinishReason.Length, answer.End.Reason);
        Assert.True(answer.Text.Length > 24, answer.Text);
        Assert.DoesNotContain('\uFFFD', answer.Text);
        Assert.True(answer.End.PromptTime > TimeSpan.Zero);
        Assert.True(answer.End.GenerationTime > TimeSpan.Zero);
        Assert.Equal(TinyModel.TrainedContext, session.Limits.ContextTokens);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_answer_in_one_session_and_in_another()
    {
        await using var session = await TinyModel.OpenAsync();
        var first = await session.AskAsync(TinyModel.Prompt("And the king said", 40, seed: 11));
        await session.AskAsync(TinyModel.Prompt("And the king said unto him, Go", 40, seed: null));
        var again = await session.AskAsync(TinyModel.Prompt("And the king said", 40, seed: 11));
        Assert.Equal(first.Text, again.Text);

        await using var fresh = await TinyModel.OpenAsync();
        Assert.Equal(first.Text, (await fresh.AskAsync(TinyModel.Prompt("And the king said", 40, seed: 11))).Text);
        Assert.NotEqual(first.Text, (await fresh.AskAsync(TinyModel.Prompt("And the king said", 40, seed: 12))).Text);
    }

    [Fact]
    public async Task The_highest_seed_is_a_seed_like_any_other()
    {
        await using var session = await TinyModel.OpenAsync();
        var first = await session.AskAsync(TinyModel.Prompt("And the king said", 40, seed: uint.MaxValue));
        Assert.Equal(first.Text, (await session.AskAsync(TinyModel.Prompt("And the king said", 40, seed: uint.MaxValue))).Text);
    }

    [Fact]
    public async Task Temperature_0_is_greedy_whatever_the_seed()
    {
        await using var session = await TinyModel.OpenAsync();
        var greedy = await session.AskAsync(TinyModel.Prompt("In the beginning", seed: 1, temperature: 0));
        Assert.Equal(greedy.Text, (await session.AskAsync(TinyModel.Prompt("In the beginning", seed: 2, temperature: 0))).Text);
        Assert.NotEqual(greedy.Text, (await session.AskAsync(TinyModel.Prompt("In the beginning", seed: 2, temperature: 1))).Text);
    }

    [Fact]
    public async Task A_prompt_that_begins_like_the_last_is_answered_as_if_it_were_the_first()
    {
        const string Prompt = "And it came to pass in those days, that there went out a decree from the king, that all the people should be numbered";
        var request = TinyModel.Prompt(Prompt + ", and", 32, seed: null, temperature: 0);
        await using var fresh = await TinyModel.OpenAsync("F16");
        var expected = await fresh.AskAsync(request);

        await using var used = await TinyModel.OpenAsync("F16");
        await used.AskAsync(TinyModel.Prompt(Prompt, 8, seed: null, temperature: 0));
        Assert.Equal(expected.Text, (await used.AskAsync(request)).Text);
        Assert.Equal(expected.Text, (await used.AskAsync(request)).Text);
    }

    [Fact]
    public async Task A_chat_is_written_by_the_models_template_and_ends_at_its_mark()
    {
        await using var session = await TinyModel.OpenAsync();
        var request = new GenerationRequest
        {
            Messages = [new("system", "Go on."), new("user", "And God said, Let there be light.")],
            Sampling = new SamplingOptions { Seed = 3, Temperature = 0.7f },
        };
        var answer = await session.AskAsync(request);
        Assert.DoesNotContain("<|im", answer.Text);
        Assert.True(answer.End.PromptTokens > 20);
        Assert.Equal(FinishReason.Stop, answer.End.Reason);
    }

    [Fact]
    public async Task A_stop_string_ends_the_answer_and_none_of_it_is_sent()
    {
        await using var session = await TinyModel.OpenAsync();
        var whole = (await session.AskAsync(TinyModel.Prompt("In the beginning", 48))).Text;
        var stop = whole[(whole.Length / 2)..(whole.Length / 2 + 9)];
        var answer = await session.AskAsync(TinyModel.Prompt("In the beginning", 48) with { Stop = ["never met", stop], LogProbabilities = 0 });
        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], answer.Text);
        Assert.Equal(FinishReason.Stop, answer.End.Reason);
        Assert.StartsWith(string.Concat(answer.Tokens.Select(token => token.Text)), answer.Text);
    }

    [Fact]
    public async Task No_token_is_drawn_when_none_may_be()
    {
        await using var session = await TinyModel.OpenAsync();
        var answer = await session.AskAsync(TinyModel.Prompt("In the beginning", tokens: 0));
        Assert.Equal("", answer.Text);
        Assert.Equal((FinishReason.Length, 0, TimeSpan.Zero), (answer.End.Reason, answer.End.GeneratedTokens, answer.End.GenerationTime));
    }

    [Fact]
    public async Task An_answer_ends_where_the_context_does()
    {
        await using var session = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, ContextTokens = 32 });
        Assert.Equal(32, session.Limits.ContextTokens);
        var answer = await session.AskAsync(new GenerationRequest { Prompt = "In the beginning", Sampling = new SamplingOptions { Seed = 1 } });
        Assert.Equal(FinishReason.Length, answer.End.Reason);
        Assert.Equal(33, answer.End.PromptTokens + answer.End.GeneratedTokens);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_is_refused_with_both_numbers()
    {
        await using var session = await TinyModel.OpenAsync();
        var text = string.Join(' ', Enumerable.Repeat("And the king said unto him.", 200));
        var tokens = (await session.TokenizeAsync(new TokenizeRequest(text), default)).Count + 1;
        var refused = await Assert.ThrowsAsync<ContextExceededException>(() => session.AskAsync(TinyModel.Prompt(text)));
        Assert.Contains($"{tokens} tokens", refused.Message);
        Assert.Contains("512", refused.Message);
        Assert.Equal(24, (await session.AskAsync(TinyModel.Prompt("In the beginning"))).End.GeneratedTokens);
    }

    [Theory]
    [InlineData(511, true)]
    [InlineData(512, false)]
    public async Task A_prompt_may_fill_the_context_but_for_one_token(int tokens, bool fits)
    {
        await using var session = await TinyModel.OpenAsync();
        // Each mark is one token, and the begin mark comes before them.
        var request = TinyModel.Prompt(string.Concat(Enumerable.Repeat("<|im_end|>", tokens - 1)), 400);
        if (!fits)
        {
            await Assert.ThrowsAsync<ContextExceededException>(() => session.AskAsync(request));
            return;
        }
        var answer = await session.AskAsync(request);
        Assert.Equal(tokens, answer.End.PromptTokens);
        Assert.InRange(answer.End.GeneratedTokens, 0, 2);
    }

    [Fact]
    public async Task An_empty_prompt_begins_a_text()
    {
        await using var session = await TinyModel.OpenAsync();
        var answer = await session.AskAsync(TinyModel.Prompt("", 4));
        Assert.Equal((1, 4), (answer.End.PromptTokens, answer.End.GeneratedTokens));
    }

    [Fact]
    public async Task Log_probabilities_are_those_of_the_model()
    {
        await using var session = await TinyModel.OpenAsync();
        var answer = await session.AskAsync(TinyModel.Prompt("In the beginning", 12) with { LogProbabilities = 20 });
        Assert.Equal(12, answer.Tokens.Count);
        Assert.Equal(answer.Text, string.Concat(answer.Tokens.Select(token => token.Text)));
        foreach (var token in answer.Tokens)
        {
            Assert.Equal(20, token.Alternatives.Count);
            Assert.DoesNotContain(token.Alternatives, other => other.Id == token.Id);
            Assert.Equal(token.Alternatives.OrderByDescending(other => other.LogProbability), token.Alternatives);
            var sum = Math.Exp(token.LogProbability) + token.Alternatives.Sum(other => Math.Exp(other.LogProbability));
            Assert.InRange(sum, 0.2, 1.0001);
        }
        var all = (await session.AskAsync(TinyModel.Prompt("In", 1) with { LogProbabilities = 100 })).Tokens[0];
        Assert.InRange(Math.Exp(all.LogProbability) + all.Alternatives.Sum(other => Math.Exp(other.LogProbability)), 0.7, 1.0001);
    }

    [Theory]
    [InlineData("tools")]
    [InlineData("grammar")]
    [InlineData("grammar of parentheses")]
    [InlineData("keep")]
    [InlineData("suffix")]
    [InlineData("token")]
    [InlineData("order")]
    [InlineData("bias")]
    [InlineData("bias of no token")]
    [InlineData("both")]
    [InlineData("neither")]
    [InlineData("temperature")]
    [InlineData("penalty")]
    [InlineData("max")]
    [InlineData("empty chat")]
    public async Task What_it_cannot_do_is_refused_with_a_sentence(string what)
    {
        await using var session = await TinyModel.OpenAsync();
        var request = TinyModel.Prompt("In the beginning");
        request = what switch
        {
            "tools" => request with { Tools = [new ToolDefinition("add", null, default)] },
            "grammar" => request with { Format = new ResponseFormat(null) { Grammar = "root ::= nothing" } },
            "grammar of parentheses" => request with { Format = new ResponseFormat(null) { Grammar = "root ::= " + new string('(', 100_000) } },
            "keep" => request with { KeepTokens = -2 },
            "suffix" => request with { Suffix = "the end" },
            "token" => request with { Prompt = null, PromptTokens = [1, 99_999] },
            "order" => request with { Sampling = new SamplingOptions { Order = ["top_k", "magic"] } },
            "bias" => request with { Sampling = new SamplingOptions { LogitBias = new Dictionary<int, float> { [3] = float.NaN } } },
            "bias of no token" => request with { Sampling = new SamplingOptions { LogitBias = new Dictionary<int, float> { [-1] = 1 } } },
            "both" => request with { Messages = [new("user", "Hi")] },
            "neither" => request with { Prompt = null },
            "temperature" => request with { Sampling = new SamplingOptions { Temperature = float.NaN } },
            "penalty" => request with { Sampling = new SamplingOptions { RepeatPenalty = 0 } },
            "max" => request with { MaxTokens = -1 },
            _ => request with { Prompt = null, Messages = [] },
        };
        var refused = await Assert.ThrowsAnyAsync<RequestException>(() => session.AskAsync(request));
        Assert.EndsWith(".", refused.Message);
    }

    [Fact]
    public async Task Any_sampling_within_bounds_is_survived()
    {
        await using var session = await TinyModel.OpenAsync();
        foreach (var sampling in new SamplingOptions[]
        {
            new() { TopK = 0, TopP = 0, MinP = 1, Seed = 1 },
            new() { TopK = -1, TopP = 1, MinP = 0, Temperature = 100 },
            new() { TopK = int.MaxValue, RepeatLastN = int.MaxValue, RepeatPenalty = 100 },
            new() { RepeatLastN = -1, FrequencyPenalty = 100, PresencePenalty = -100 },
            new() { Temperature = float.Epsilon },
            new() { Temperature = 0, RepeatPenalty = 1.3f, RepeatLastN = 8 },
        })
        {
            Assert.Equal(6, (await session.AskAsync(new GenerationRequest { Prompt = "And", MaxTokens = 6, Sampling = sampling })).End.GeneratedTokens);
        }
    }
}
