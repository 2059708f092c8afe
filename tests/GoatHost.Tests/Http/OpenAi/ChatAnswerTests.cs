using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.TestKit;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.OpenAi;

/// <summary>What comes back of a chat: several answers, usage and timings, calls and pings in a stream.</summary>
public sealed class ChatAnswerTests
{
    private const string Hello = """{"model":"Goat-Tiny-KJV:q8_0","messages":[{"role":"user","content":"hello"}]""";

    private static readonly GenerationEnd End = new(FinishReason.Stop, 10, 4, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2))
    {
        CachedTokens = 6,
        ReasoningTokens = 1,
        QueueTime = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task Usage_and_timings_are_told()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "a", End = End }] });
        var json = await goat.AskAsync("/v1/chat/completions", Hello + "}");
        Assert.Equal("Goat-Tiny-KJV:q8_0", json.GetProperty("model").GetString());
        var (usage, timings) = (json.GetProperty("usage"), json.GetProperty("timings"));
        Assert.Equal(6, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
        Assert.Equal(1, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
        Assert.Equal((6, 4, 4), (timings.GetProperty("cache_n").GetInt32(), timings.GetProperty("prompt_n").GetInt32(), timings.GetProperty("predicted_n").GetInt32()));
        Assert.Equal((2000, 2), (timings.GetProperty("prompt_ms").GetDouble(), timings.GetProperty("prompt_per_second").GetDouble()));
        Assert.Equal((2000, 2), (timings.GetProperty("predicted_ms").GetDouble(), timings.GetProperty("predicted_per_second").GetDouble()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Several_answers_come_with_seeds_of_their_own_and_one_prompt(int parallel)
    {
        var session = new ScriptedSession { Limits = new() { ContextTokens = 256, Engine = "script", Parallel = parallel }, Answer = [new Delta { Text = "a", End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/v1/chat/completions", Hello + ""","n":3,"seed":7}""");
        Assert.Equal([0, 1, 2], json.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.Equal([7u, 8u, 9u], session.Requests.Select(request => request.Sampling.Seed!.Value).Order());
        Assert.Equal((10, 12), (json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), json.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task Several_answers_stream_side_by_side()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "a" }, new Delta { Text = "b" }, new Delta { End = End }] });
        var events = await goat.StreamAsync("/v1/chat/completions", Hello + ""","n":2,"stream":true}""");
        Assert.Equal("[DONE]", events[^1].Data);
        var choices = events[..^1].Select(e => JsonElement.Parse(e.Data).GetProperty("choices")[0]).ToLookup(choice => choice.GetProperty("index").GetInt32());
        Assert.Equal(2, choices.Count);
        Assert.All(choices, told =>
        {
            Assert.Equal("ab", string.Concat(told.Select(choice => Text(choice.GetProperty("delta"), "content"))));
            Assert.Equal("stop", told.Last().GetProperty("finish_reason").GetString());
        });
    }

    [Fact]
    public async Task One_failed_answer_of_several_fails_the_request()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b"), Failure = (1, new BusyException("Full.")) });
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await goat.ChatAsync(Hello + ""","n":3}""")).StatusCode);
    }

    [Fact]
    public async Task Calls_stream_with_their_places_and_reasoning_under_both_names()
    {
        var session = new ScriptedSession
        {
            Answer =
            [
                new Delta { Reasoning = "hm" },
                new Delta { ToolCalls = [ToolCallDelta.Whole("c1", "look", "{}")] },
                new Delta { ToolCalls = [ToolCallDelta.Whole("c2", "go", "{}")] },
                new Delta { End = End with { Reason = FinishReason.ToolCalls } },
            ],
        };
        await using var goat = await ServedGoat.StartAsync(session);
        var chunks = (await goat.StreamAsync("/v1/chat/completions", Hello + ""","stream":true}"""))[..^1].Select(e => JsonElement.Parse(e.Data)).ToList();
        var deltas = chunks.Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta")).ToList();
        Assert.Equal(("hm", "hm"), (Text(deltas[1], "reasoning_content"), Text(deltas[1], "reasoning")));
        Assert.Equal(["0:c1:look", "1:c2:go"], deltas[2..4].Select(delta => delta.GetProperty("tool_calls")[0]).Select(call =>
            $"{call.GetProperty("index").GetInt32()}:{call.GetProperty("id").GetString()}:{call.GetProperty("function").GetProperty("name").GetString()}"));
        Assert.Equal("tool_calls", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(4, chunks[^1].GetProperty("timings").GetProperty("predicted_n").GetInt32());
    }

    [Fact]
    public async Task A_message_of_calls_alone_has_null_for_its_content()
    {
        var session = new ScriptedSession { Answer = [new Delta { ToolCalls = [ToolCallDelta.Whole("c1", "look", "{}")], End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var message = (await goat.AskAsync("/v1/chat/completions", Hello + "}")).GetProperty("choices")[0].GetProperty("message");
        Assert.Equal(JsonValueKind.Null, message.GetProperty("content").ValueKind);
        Assert.False(message.GetProperty("tool_calls")[0].TryGetProperty("index", out _));
    }

    [Fact]
    public async Task Text_is_sent_as_it_is()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "山羊 <b> 🐐 \"'\n", End = End }] });
        var response = await (await goat.ChatAsync(Hello + ""","stream":true}""")).Content.ReadAsStringAsync();
        Assert.Contains("\"content\":\"山羊 <b> 🐐 \\\"'\\n\"", response.Replace("\\uD83D\\uDC10", "🐐", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_could_not_come_has_a_finite_log_probability()
    {
        var token = new TokenInfo(1, "a", -0.5f, [new TokenInfo(2, "b", float.NegativeInfinity, [])]);
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "a", Tokens = [token], End = End }] });
        var json = await goat.AskAsync("/v1/chat/completions", Hello + ""","logprobs":true,"top_logprobs":1}""");
        Assert.Equal(-9999, json.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content")[0].GetProperty("top_logprobs")[0].GetProperty("logprob").GetSingle());
    }

    [Fact]
    public async Task A_long_prompt_keeps_the_line_alive()
    {
        // Half a minute passes in a tenth of a second.
        var session = new ScriptedSession { Answer = [new Delta { Text = "a", End = End }], Waits = true };
        await using var goat = await ServedGoat.StartAsync(session, time: new FastClock(speed: 300));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(Hello + ""","stream":true}""") };
        using var response = await goat.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(": ping", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        session.Go();
        Assert.EndsWith("data: [DONE]\n\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_during_the_prompt_stops_the_session()
    {
        var session = new ScriptedSession { Endless = true };
        await using var goat = await ServedGoat.StartAsync(session);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(Hello + ""","stream":true,"n":2}""") };
        var asked = goat.Client.SendAsync(request, leaving.Token);
        while (session.Requests.Count == 0) await Task.Delay(10);
        await leaving.CancelAsync();
        await session.Stopped.WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;
}
