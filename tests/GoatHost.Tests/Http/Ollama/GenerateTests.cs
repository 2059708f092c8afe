using System.Net;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Ollama;

public sealed class GenerateTests
{
    private const string Hello = """{"model":"goat-tiny-kjv","prompt":"Hello","stream":false}""";
    private static readonly StoredModel Chatting = ScriptedModels.Model with { Summary = ScriptedModels.Model.Summary with { ChatTemplate = "{{ messages }}" } };

    [Fact]
    public async Task Streams_lines_unless_told_not_to()
    {
        await using var ollama = await ServedOllama.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("In the beginning") });
        var lines = await ollama.LinesAsync("/api/generate", """{"model":"Goat-Tiny-KJV:latest","prompt":"Hello"}""");
        Assert.Equal("In the beginning", string.Concat(lines.Select(line => line.GetProperty("response").GetString())));
        Assert.Equal([false, false, false, true], lines.Select(line => line.GetProperty("done").GetBoolean()));
        Assert.All(lines, line => Assert.Equal("Goat-Tiny-KJV:latest", line.GetProperty("model").GetString()));
        Assert.All(lines, line => Assert.True(line.GetProperty("created_at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch));
        Assert.False(lines[0].TryGetProperty("done_reason", out _));
    }

    [Fact]
    public async Task Tells_counts_and_nanoseconds_at_the_end()
    {
        await using var ollama = await ServedOllama.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b", FinishReason.Length) });
        var whole = await ollama.AskAsync("/api/generate", Hello);
        Assert.Equal(("a b", true, "length"), (whole.GetProperty("response").GetString(), whole.GetProperty("done").GetBoolean(), whole.GetProperty("done_reason").GetString()));
        Assert.Equal((7, 2), (whole.GetProperty("prompt_eval_count").GetInt32(), whole.GetProperty("eval_count").GetInt32()));
        Assert.Equal((1_000_000_000, 2_000_000_000), (whole.GetProperty("prompt_eval_duration").GetInt64(), whole.GetProperty("eval_duration").GetInt64()));
        Assert.InRange(whole.GetProperty("total_duration").GetInt64(), 1, long.MaxValue);
        Assert.InRange(whole.GetProperty("load_duration").GetInt64(), 0, whole.GetProperty("total_duration").GetInt64());
    }

    [Fact]
    public async Task Gives_the_options_on()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var ollama = await ServedOllama.StartAsync(session);
        await ollama.AskAsync("/api/generate", Hello[..^1] + """
            ,"keep_alive":"1h30m","truncate":true,"shift":true,"format":{"type":"object"},"logprobs":true,"top_logprobs":3,
             "options":{"num_ctx":512.0,"num_batch":64,"num_thread":2,"num_gpu":0,"use_mmap":false,"num_predict":9,"num_keep":4,"seed":-1,"stop":["\n","."],
             "temperature":0.5,"top_k":3,"top_p":0.9,"min_p":0.1,"typical_p":0.8,"repeat_last_n":-1,"repeat_penalty":1.1,"presence_penalty":1,"frequency_penalty":2,
             "mirostat":2,"mirostat_tau":4,"mirostat_eta":0.2,"dry_multiplier":0.7,"xtc_probability":0.3,"numa":true,"no_such_option":[1]}}
            """);
        var open = ollama.Models.Opened.Single();
        Assert.Equal(new SessionOptions { ContextTokens = 512, BatchTokens = 64, Threads = 2, GpuLayers = 0, MapWeights = false }, open.Session);
        Assert.Equal(TimeSpan.FromMinutes(90), open.KeepAlive);
        var request = session.Requests.Single();
        Assert.Equal(
            new SamplingOptions
            {
                Temperature = 0.5f, TopK = 3, TopP = 0.9f, MinP = 0.1f, TypicalP = 0.8f, RepeatLastN = -1, RepeatPenalty = 1.1f, PresencePenalty = 1, FrequencyPenalty = 2,
                Mirostat = 2, MirostatTau = 4, MirostatEta = 0.2f, DryMultiplier = 0.7f, XtcProbability = 0.3f,
            },
            request.Sampling);
        Assert.Equal(["\n", "."], request.Stop);
        Assert.Equal((9, 4, 3, true, true), (request.MaxTokens, request.KeepTokens, request.LogProbabilities, request.DropOldestMessages, request.ShiftContext));
        Assert.Equal("object", request.Format!.Schema!.Value.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Cuts_nothing_that_it_was_not_told_to_cut()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var ollama = await ServedOllama.StartAsync(session);
        await ollama.AskAsync("/api/generate", Hello);
        Assert.False(session.Requests.Single().DropOldestMessages || session.Requests.Single().ShiftContext);
    }

    [Fact]
    public async Task Says_what_was_cut_when_it_was_told_to()
    {
        var end = new GenerationEnd(FinishReason.Stop, 1, 1, TimeSpan.Zero, TimeSpan.Zero) { DroppedMessages = 2, ContextShifts = 1 };
        await using var ollama = await ServedOllama.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "x", End = end }] });
        var whole = await ollama.AskAsync("/api/generate", Hello);
        Assert.Equal((2, 1), (whole.GetProperty("dropped_messages").GetInt32(), whole.GetProperty("context_shifts").GetInt32()));
        Assert.True(whole.GetProperty("eval_duration").GetInt64() > 0);
    }

    [Theory]
    [InlineData("", "prompt:Hello")]
    [InlineData(""","system":"Be brief." """, "prompt:Be brief.\n\nHello")]
    [InlineData(""","raw":true""", "prompt:Hello")]
    [InlineData(""","suffix":"end" """, "prompt:Hello+end")]
    public async Task Asks_a_model_without_a_template_as_it_is(string more, string expected) => Assert.Equal(expected, await AskedAsync(ScriptedModels.Model, more));

    [Theory]
    [InlineData("", "user:Hello")]
    [InlineData(""","system":"Be brief." """, "system:Be brief. user:Hello")]
    [InlineData(""","raw":true""", "prompt:Hello")]
    public async Task Asks_a_model_with_a_template_by_it(string more, string expected) => Assert.Equal(expected, await AskedAsync(Chatting, more));

    [Fact]
    public async Task Gives_the_conversation_as_tokens_and_goes_on_from_them()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("yes") };
        await using var ollama = await ServedOllama.StartAsync(session);
        ollama.Models.Stored[0] = Chatting;
        var first = await ollama.AskAsync("/api/generate", Hello);
        var context = first.GetProperty("context");
        Assert.Equal("^[user]Helloyes", Text(context));

        var second = await ollama.AskAsync("/api/generate", Hello[..^1] + $""","context":{context.GetRawText()}{'}'}""");
        Assert.Equal("^[user]Helloyes[user]Hello", Encoding.UTF8.GetString([.. session.Requests[1].PromptTokens!.Select(token => (byte)token)]));
        Assert.Equal("^[user]Helloyes[user]Helloyes", Text(second.GetProperty("context")));
    }

    [Fact]
    public async Task Tells_reasoning_apart_and_log_probabilities_when_asked()
    {
        var token = new TokenInfo(5, "é", -0.25f, [new TokenInfo(6, "e", float.NegativeInfinity, [])]);
        var session = new ScriptedSession
        {
            Limits = new SessionLimits { ContextTokens = 256, Engine = "script", Thinks = true },
            Answer = [new Delta { Reasoning = "hm" }, new Delta { Text = "é", Tokens = [token] }, .. ScriptedSession.Words("")],
        };
        await using var ollama = await ServedOllama.StartAsync(session);
        var lines = await ollama.LinesAsync("/api/generate", """{"model":"goat-tiny-kjv","prompt":"Hello","think":"max","logprobs":true,"top_logprobs":1}""");
        Assert.Equal("hm", lines[0].GetProperty("thinking").GetString());
        var told = lines[1].GetProperty("logprobs")[0];
        Assert.Equal(("é", -0.25f, 0xC3), (told.GetProperty("token").GetString(), told.GetProperty("logprob").GetSingle(), told.GetProperty("bytes")[0].GetInt32()));
        Assert.Equal("e", told.GetProperty("top_logprobs")[0].GetProperty("token").GetString());
        Assert.True(told.GetProperty("top_logprobs")[0].GetProperty("logprob").GetSingle() < -1e30);
        Assert.Equal((true, "high"), (session.Requests.Single().Think, session.Requests.Single().ReasoningEffort));
    }

    [Theory]
    [InlineData("", "load", false)]
    [InlineData(""","prompt":"","keep_alive":-1""", "load", false)]
    [InlineData(""","keep_alive":0""", "unload", true)]
    [InlineData(""","keep_alive":"0s" """, "unload", true)]
    public async Task Without_a_prompt_loads_or_lets_go(string more, string reason, bool stops)
    {
        await using var ollama = await ServedOllama.StartAsync();
        var answer = await ollama.AskAsync("/api/generate", """{"model":"goat-tiny-kjv" """ + more + "}");
        Assert.Equal((reason, true, ""), (answer.GetProperty("done_reason").GetString(), answer.GetProperty("done").GetBoolean(), answer.GetProperty("response").GetString()));
        Assert.Equal(stops, !ollama.Models.Stopped.IsEmpty);
        Assert.Equal(!stops, !ollama.Models.Opened.IsEmpty);
    }

    [Theory]
    [InlineData("", 400, "missing request body")]
    [InlineData("{", 400, "not valid JSON")]
    [InlineData("[]", 400, "must be a JSON object")]
    [InlineData("{}", 400, "model is required")]
    [InlineData("""{"model":"x/y/z/w","prompt":"a"}""", 404, "model 'x/y/z/w' not found")]
    [InlineData("""{"model":"gpt-4","prompt":"a"}""", 404, "model 'gpt-4' not found")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":7}""", 400, "prompt must be a string")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","stream":"yes"}""", 400, "stream must be true or false")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":[]}""", 400, "options must be an object")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"num_ctx":"big"}}""", 400, "option \"num_ctx\" must be of type integer")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"num_ctx":1.5}}""", 400, "option \"num_ctx\" must be of type integer")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"num_ctx":99999999999}}""", 400, "option \"num_ctx\" must be of type integer")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"temperature":"hot"}}""", 400, "option \"temperature\" must be of type float32")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"temperature":1e99}}""", 400, "option \"temperature\" must be of type float32")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"use_mmap":1}}""", 400, "option \"use_mmap\" must be of type boolean")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"stop":[1]}}""", 400, "option \"stop\" must be of type an array of strings")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","options":{"stop":7}}""", 400, "option \"stop\" must be of type array")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","keep_alive":"300"}""", 400, "\"300\" is no duration")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","keep_alive":true}""", 400, "keep_alive must be")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","format":"xml"}""", 400, "invalid format: \"xml\"")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","format":1}""", 400, "invalid format: 1")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","think":"deeply"}""", 400, "invalid think value: \"deeply\"")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","think":true}""", 400, "\"goat-tiny-kjv\" does not support thinking")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","logprobs":true,"top_logprobs":21}""", 400, "top_logprobs must be between 0 and 20")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","raw":true,"system":"b"}""", 400, "raw mode does not support template, system, or context")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","raw":true,"context":[1]}""", 400, "raw mode does not support template, system, or context")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","template":"{{ .Prompt }}"}""", 501, "the model's own is used")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","images":["aGk="]}""", 400, "no model here sees images")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"a","context":[-1]}""", 400, "context must be an array of token ids")]
    public async Task Refuses_in_Ollamas_words(string body, int status, string error)
    {
        await using var ollama = await ServedOllama.StartAsync();
        var refused = await ollama.RefusedAsync("/api/generate", body);
        Assert.Equal(status, (int)refused.Status);
        Assert.Contains(error, refused.Error);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Tells_a_prompt_that_is_too_long_with_both_numbers(string stream)
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new ContextExceededException("The prompt has 300 tokens, and the context 256.", 300, 256)) };
        await using var ollama = await ServedOllama.StartAsync(session);
        var (status, error) = await ollama.RefusedAsync("/api/generate", $$"""{"model":"goat-tiny-kjv","prompt":"a","stream":{{stream}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("300", error);
        Assert.Contains("256", error);
    }

    [Fact]
    public async Task Answers_503_in_known_words_when_the_queue_is_full()
    {
        await using var ollama = await ServedOllama.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new BusyException("64 requests wait.")) });
        var (status, error) = await ollama.RefusedAsync("/api/generate", Hello);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "server busy, please try again.  64 requests wait."), (status, error));
    }

    [Fact]
    public async Task Says_it_in_a_line_when_the_model_dies_half_way()
    {
        await using var ollama = await ServedOllama.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b c"), Failure = (2, new GoatException("The worker died.")) });
        var lines = await ollama.LinesAsync("/api/generate", """{"model":"goat-tiny-kjv","prompt":"Hello"}""");
        Assert.Equal("""{"error":"The worker died."}""", lines[^1].GetRawText());
        Assert.DoesNotContain(lines[..^1], line => line.GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_it()
    {
        var session = new ScriptedSession { Answer = [new Delta { Text = "a" }], Endless = true };
        await using var ollama = await ServedOllama.StartAsync(session);
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/generate") { Content = new StringContent("""{"model":"goat-tiny-kjv","prompt":"Hello"}""") })
        using (var response = await ollama.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await response.Content.ReadAsStreamAsync();
        }
        await session.Stopped.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task<string> AskedAsync(StoredModel model, string more)
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var ollama = await ServedOllama.StartAsync(session);
        ollama.Models.Stored[0] = model;
        await ollama.AskAsync("/api/generate", Hello[..^1] + more + "}");
        var request = session.Requests.Single();
        return request.Messages is { } messages
            ? string.Join(' ', messages.Select(message => $"{message.Role}:{message.Content}"))
            : $"prompt:{request.Prompt}{(request.Suffix is null ? "" : '+' + request.Suffix)}";
    }

    private static string Text(JsonElement context) => Encoding.UTF8.GetString([.. context.EnumerateArray().Select(token => (byte)token.GetInt32())]);
}
