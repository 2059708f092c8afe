using System.Net;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.OpenAi;

public sealed class ChatCompletionsTests
{
    private const string Hello = """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task Answers_whole()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("and God said", FinishReason.Length) };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await ServedGoat.JsonAsync(await goat.ChatAsync(Hello));

        Assert.StartsWith("chatcmpl-", json.GetProperty("id").GetString());
        Assert.Equal("chat.completion", json.GetProperty("object").GetString());
        Assert.Equal("goat-tiny-kjv", json.GetProperty("model").GetString());
        var choice = json.GetProperty("choices")[0];
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.Equal("and God said", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(7, json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(3, json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(10, json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Streams_events_with_usage_at_the_end()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("and God") });
        var response = await goat.ChatAsync(Hello[..^1] + ""","stream":true,"stream_options":{"include_usage":true}}""");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);

        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        var chunks = events[..^1].Select(text => System.Text.Json.JsonDocument.Parse(text["data: ".Length..]).RootElement).ToList();
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.Equal("assistant", chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal("and God", string.Concat(chunks[..^1].Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "")));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(9, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Hands_every_setting_to_the_session()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var goat = await ServedGoat.StartAsync(session);
        await goat.ChatAsync("""
            {"model":"goat-tiny-kjv","messages":[{"role":"developer","content":[{"type":"text","text":"be"},{"type":"text","text":" brief"}]},{"role":"user","content":"hi"}],
             "temperature":0.5,"top_p":0.9,"seed":7,"frequency_penalty":0.1,"presence_penalty":-0.2,"stop":"\n","max_completion_tokens":9,"logprobs":true,"top_logprobs":2,"user":"ignored"}
            """);

        var request = session.Requests.Single();
        Assert.Equal(["system:be brief", "user:hi"], request.Messages!.Select(message => $"{message.Role}:{message.Content}"));
        Assert.Equal(new SamplingOptions { Temperature = 0.5f, TopP = 0.9f, Seed = 7, FrequencyPenalty = 0.1f, PresencePenalty = -0.2f }, request.Sampling);
        Assert.Equal(["\n"], request.Stop);
        Assert.Equal(9, request.MaxTokens);
        Assert.Equal(2, request.LogProbabilities);
    }

    [Fact]
    public async Task Tells_log_probabilities_when_asked()
    {
        var token = new TokenInfo(5, "é", -0.25f, [new TokenInfo(6, "e", -1.5f, [])]);
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "é", Tokens = [token] }] });
        var json = await ServedGoat.JsonAsync(await goat.ChatAsync(Hello[..^1] + ""","logprobs":true,"top_logprobs":1}"""));
        var told = json.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content")[0];
        Assert.Equal("é", told.GetProperty("token").GetString());
        Assert.Equal(-0.25f, told.GetProperty("logprob").GetSingle());
        Assert.Equal(0xC3, told.GetProperty("bytes")[0].GetInt32());
        Assert.Equal("e", told.GetProperty("top_logprobs")[0].GetProperty("token").GetString());
    }

    [Theory]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":7,"messages":[]}""", "model")]
    [InlineData("""{"model":"goat-tiny-kjv"}""", "messages")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[]}""", "messages")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"king","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":7}]}""", "messages[0].content")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"\ud800"}]}""", null)]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],"temperature":3}""", "temperature")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],"stop":[1]}""", "stop")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],"n":17}""", "n")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],"stream_options":{"include_usage":1}}""", "stream_options.include_usage")]
    public async Task Answers_400_and_names_the_field(string body, string? param)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.ChatAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await ServedGoat.JsonAsync(response)).GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        if (param is not null) Assert.Contains(param, error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Answers_404_for_a_model_that_is_not_here()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.ChatAsync(Hello.Replace("goat-tiny-kjv", "gpt-4", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("model_not_found", (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","stream":true""")]
    public async Task Answers_400_with_the_sessions_own_sentence_when_it_refuses(string more)
    {
        const string Sentence = "The prompt is 300 tokens and the context 256.";
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new RequestException(Sentence)) });
        var response = await goat.ChatAsync(Hello[..^1] + more + "}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(Sentence, (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Answers_503_and_when_to_come_again_when_the_queue_is_full()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new BusyException("64 requests wait.")) });
        var response = await goat.ChatAsync(Hello);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Answers_500_when_the_model_dies(int after)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b c"), Failure = (after, new GoatException("The worker died.")) });
        var response = await goat.ChatAsync(Hello);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("The worker died.", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Says_it_in_the_stream_when_the_model_dies_half_way()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b c"), Failure = (1, new GoatException("The worker died.")) });
        var text = await (await goat.ChatAsync(Hello[..^1] + ""","stream":true}""")).Content.ReadAsStringAsync();
        Assert.Contains("\"error\":{\"message\":\"The worker died.\"", text);
        Assert.DoesNotContain("[DONE]", text);
    }

    [Fact]
    public async Task Stops_the_session_when_the_client_goes_away()
    {
        var session = new ScriptedSession { Answer = [new Delta { Text = "a" }], Endless = true };
        await using var goat = await ServedGoat.StartAsync(session);
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(Hello[..^1] + ""","stream":true}""") })
        using (var response = await goat.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await response.Content.ReadAsStreamAsync();
        }
        await session.Stopped.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Tells_tool_calls_and_reasoning_in_OpenAIs_words()
    {
        var session = new ScriptedSession
        {
            Answer =
            [
                new Delta { Reasoning = "hm" },
                new Delta { ToolCalls = [ToolCallDelta.Whole("call_1", "look", """{"at":"goat"}""")] },
                new Delta { End = new GenerationEnd(FinishReason.ToolCalls, 1, 2, TimeSpan.Zero, TimeSpan.Zero) },
            ],
        };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await ServedGoat.JsonAsync(await goat.ChatAsync(Hello[..^1] + ""","tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object"}}}]}"""));
        var choice = json.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("hm", choice.GetProperty("message").GetProperty("reasoning_content").GetString());
        Assert.Equal("""{"at":"goat"}""", choice.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
        Assert.Equal("look", session.Requests.Single().Tools.Single().Name);
    }
}
