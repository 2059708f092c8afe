using System.Net;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.OpenAi;

public sealed class CompletionsTests
{
    private static readonly GenerationEnd End = new(FinishReason.Length, 5, 2, TimeSpan.Zero, TimeSpan.Zero);

    [Fact]
    public async Task Goes_on_with_a_text()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("and God", FinishReason.Length) };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/v1/completions", """{"model":"goat-tiny-kjv","prompt":"In the beginning","suffix":"heaven","stop":"x"}""");
        Assert.StartsWith("cmpl-", json.GetProperty("id").GetString());
        Assert.Equal("text_completion", json.GetProperty("object").GetString());
        var choice = json.GetProperty("choices")[0];
        Assert.Equal(("and God", "length", JsonValueKind.Null), (choice.GetProperty("text").GetString(), choice.GetProperty("finish_reason").GetString(), choice.GetProperty("logprobs").ValueKind));
        Assert.Equal(9, json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        var request = session.Requests.Single();
        Assert.Equal(("In the beginning", "heaven", 16), (request.Prompt, request.Suffix, request.MaxTokens));
    }

    [Fact]
    public async Task Of_more_answers_than_are_wanted_the_likeliest_are_told_and_all_are_counted()
    {
        await using var goat = await ServedGoat.StartAsync(new SeededSession());
        var json = await goat.AskAsync("/v1/completions", """{"model":"goat-tiny-kjv","prompt":"x","n":2,"best_of":4,"seed":10}""");
        Assert.Equal(["13", "12"], json.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()));
        Assert.Equal([0, 1], json.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.All(json.GetProperty("choices").EnumerateArray(), choice => Assert.Equal(JsonValueKind.Null, choice.GetProperty("logprobs").ValueKind));
        Assert.Equal(8, json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("\"a\"", "a", null)]
    [InlineData("[\"a\",\"b\"]", "a|b", null)]
    [InlineData("[1,2]", null, "1,2")]
    [InlineData("[[1,2],[3]]", null, "1,2|3")]
    public async Task Prompts_come_in_four_forms(string prompt, string? texts, string? tokens)
    {
        var session = new ScriptedSession { Answer = [new Delta { Text = "x", End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/v1/completions", $$"""{"model":"goat-tiny-kjv","prompt":{{prompt}},"max_tokens":-1}""");
        Assert.Equal(session.Requests.Count, json.GetProperty("choices").GetArrayLength());
        Assert.Equal(5 * session.Requests.Count, json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        if (texts is not null) Assert.Equal(texts, string.Join('|', session.Requests.Select(request => request.Prompt).Order()));
        if (tokens is not null) Assert.Equal(tokens, string.Join('|', session.Requests.Select(request => string.Join(',', request.PromptTokens!)).Order()));
    }

    [Fact]
    public async Task Echoes_the_prompt_also_where_tokens_were_sent()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "!", End = End }] });
        var json = await goat.AskAsync("/v1/completions", """{"model":"goat-tiny-kjv","prompt":[[195,169],[65]],"n":2,"echo":true}""");
        Assert.Equal(["é!", "é!", "A!", "A!"], json.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()));
        var events = await goat.StreamAsync("/v1/completions", """{"model":"goat-tiny-kjv","prompt":"Ah","echo":true,"stream":true}""");
        Assert.Equal("Ah!", string.Concat(events[..^1].Select(e => JsonElement.Parse(e.Data).GetProperty("choices")[0].GetProperty("text").GetString())));
    }

    [Fact]
    public async Task Tells_log_probabilities_with_their_places()
    {
        var tokens = new[] { new TokenInfo(1, "ab", -1, [new TokenInfo(1, "ab", -1, []), new TokenInfo(9, "ab", -2, [])]), new TokenInfo(2, "c", -3, []) };
        var session = new ScriptedSession { Answer = [new Delta { Text = "abc", Tokens = tokens, End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/v1/completions", """{"model":"goat-tiny-kjv","prompt":"1234","echo":true,"logprobs":2}""");
        var told = json.GetProperty("choices")[0].GetProperty("logprobs");
        Assert.Equal("""["ab","c"] [-1,-3] [{"ab":-1},{}] [4,6]""", $"{told.GetProperty("tokens")} {told.GetProperty("token_logprobs")} {told.GetProperty("top_logprobs")} {told.GetProperty("text_offset")}");
        Assert.Equal(2, session.Requests.Single().LogProbabilities);
    }

    [Fact]
    public async Task Streams_and_ends_with_usage()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("and God said") });
        var events = await goat.StreamAsync("/v1/completions", """{"model":"goat-tiny-kjv","prompt":"x","stream":true,"stream_options":{"include_usage":true}}""");
        Assert.Equal("[DONE]", events[^1].Data);
        var chunks = events[..^1].Select(e => JsonElement.Parse(e.Data)).ToList();
        Assert.Equal("and God said", string.Concat(chunks[..^1].Select(chunk => chunk.GetProperty("choices")[0].GetProperty("text").GetString())));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(10, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData("""{"model":"goat-tiny-kjv"}""", "prompt")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":[]}""", "prompt")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":[-1]}""", "prompt")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":[[]]}""", "prompt")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":{}}""", "prompt")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"x","n":3,"best_of":2}""", "best_of")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"x","best_of":2,"stream":true}""", "best_of")]
    [InlineData("""{"model":"goat-tiny-kjv","prompt":"x","logprobs":true}""", "logprobs")]
    [InlineData("""{"prompt":"x"}""", "model")]
    public async Task What_is_wrong_is_refused_by_its_name(string body, string param)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.PostAsync("/v1/completions", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(param, (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }
}
