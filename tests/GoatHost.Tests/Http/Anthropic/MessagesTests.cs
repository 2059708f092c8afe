using System.Net;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Anthropic;

public sealed class MessagesTests
{
    private const string Hello = """{"model":"goat-tiny-kjv","max_tokens":9,"messages":[{"role":"user","content":"hello"}]""";

    private static readonly GenerationEnd End = new(FinishReason.Stop, 10, 4, TimeSpan.Zero, TimeSpan.Zero) { CachedTokens = 6 };

    private static readonly Delta[] Everything =
    [
        new() { Reasoning = "h" },
        new() { Reasoning = "m" },
        new() { Text = "It is" },
        new() { Text = " so." },
        new() { ToolCalls = [ToolCallDelta.Whole("c1", "look", """{"at":1}"""), ToolCallDelta.Whole("c2", "go", "{}")] },
        new() { End = End with { Reason = FinishReason.ToolCalls } },
    ];

    [Fact]
    public async Task Answers_whole_in_blocks()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = Everything });
        var json = await goat.AskAsync("/v1/messages", Hello + "}");
        Assert.StartsWith("msg_", json.GetProperty("id").GetString());
        Assert.Equal(("message", "assistant", "goat-tiny-kjv"), (json.GetProperty("type").GetString(), json.GetProperty("role").GetString(), json.GetProperty("model").GetString()));
        Assert.Equal(
            """[{"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"It is so."},{"type":"tool_use","id":"c1","name":"look","input":{"at":1}},{"type":"tool_use","id":"c2","name":"go","input":{}}]""",
            json.GetProperty("content").GetRawText());
        Assert.Equal(("tool_use", JsonValueKind.Null), (json.GetProperty("stop_reason").GetString(), json.GetProperty("stop_sequence").ValueKind));
        Assert.Equal("""{"input_tokens":4,"cache_creation_input_tokens":0,"cache_read_input_tokens":6,"output_tokens":4}""", json.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Streams_blocks_one_after_the_other()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = Everything });
        var events = await goat.StreamAsync("/v1/messages", Hello + ""","stream":true}""");
        string[] expected =
        [
            "message_start",
            "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_stop",
            "content_block_start", "content_block_delta", "content_block_stop",
            "message_delta", "message_stop",
        ];
        Assert.Equal(expected, events.Select(e => e.Name));
        var told = events.Select(e => JsonElement.Parse(e.Data)).ToList();
        Assert.Equal(expected, told.Select(json => json.GetProperty("type").GetString()));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3], told[1..^2].Select(json => json.GetProperty("index").GetInt32()));
        Assert.Equal("""{"type":"text_delta","text":"It is"}""", told[6].GetProperty("delta").GetRawText());
        Assert.Equal("""{"type":"tool_use","id":"c1","name":"look","input":{}}""", told[9].GetProperty("content_block").GetRawText());
        Assert.Equal("""{"type":"input_json_delta","partial_json":"{\"at\":1}"}""", told[10].GetProperty("delta").GetRawText());
        Assert.Equal("""{"stop_reason":"tool_use","stop_sequence":null}""", told[^2].GetProperty("delta").GetRawText());
        Assert.Equal(4, told[^2].GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Theory]
    [InlineData(FinishReason.Stop, null, "end_turn")]
    [InlineData(FinishReason.Stop, "END", "stop_sequence")]
    [InlineData(FinishReason.Length, null, "max_tokens")]
    [InlineData(FinishReason.ToolCalls, null, "tool_use")]
    public async Task Says_why_it_stopped(FinishReason reason, string? stop, string expected)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "a", End = End with { Reason = reason, StopString = stop } }] });
        var json = await goat.AskAsync("/v1/messages", Hello + "}");
        Assert.Equal((expected, stop), (json.GetProperty("stop_reason").GetString(), json.GetProperty("stop_sequence").GetString()));
    }

    [Fact]
    public async Task Every_field_reaches_the_session()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var goat = await ServedGoat.StartAsync(session);
        await goat.AskAsync("/v1/messages", """
            {"model":"goat-tiny-kjv","max_tokens":9,"system":[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}},{"type":"text","text":"and kind"}],
             "messages":[
               {"role":"user","content":[{"type":"text","text":"look"}]},
               {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"x"},{"type":"text","text":"so"},{"type":"tool_use","id":"c1","name":"look","input":{"at":1}}]},
               {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"sun"}]},{"type":"text","text":"well?"}]},
               {"role":"assistant","content":"it"},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c2"}]}],
             "tools":[{"name":"look","description":"See.","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":"look","disable_parallel_tool_use":true},
             "thinking":{"type":"enabled","budget_tokens":99},"stop_sequences":["END"],"temperature":0.5,"top_p":0.9,"top_k":7,"metadata":{"user_id":"x"}}
            """);
        var request = session.Requests.Single();
        Assert.Equal(["system:be brief\nand kind", "user:look", "assistant:so", "tool:sun", "user:well?", "assistant:it", "tool:"], request.Messages!.Select(message => $"{message.Role}:{message.Content}"));
        Assert.Equal(("hm", new ToolCall("c1", "look", """{"at":1}"""), "c1"), (request.Messages![2].Reasoning, request.Messages[2].ToolCalls.Single(), request.Messages[3].ToolCallId));
        Assert.Equal((new ToolChoice(ToolChoiceKind.Named, "look"), false, true, 9), (request.ToolChoice, request.ParallelToolCalls, request.Think, request.MaxTokens));
        Assert.Equal(["END"], request.Stop);
        Assert.Equal(new SamplingOptions { Temperature = 0.5f, TopP = 0.9f, TopK = 7 }, request.Sampling);
    }

    [Theory]
    [InlineData("auto", ToolChoiceKind.Auto)]
    [InlineData("any", ToolChoiceKind.Required)]
    [InlineData("none", ToolChoiceKind.None)]
    public async Task The_choice_among_tools_reaches_the_session(string choice, ToolChoiceKind kind)
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var goat = await ServedGoat.StartAsync(session);
        await goat.AskAsync("/v1/messages", Hello + ""","tools":[{"name":"look","input_schema":{}}],"tool_choice":{"type":"CHOICE"}}""".Replace("CHOICE", choice, StringComparison.Ordinal));
        Assert.Equal(kind, session.Requests.Single().ToolChoice.Kind);
    }

    [Theory]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    [InlineData("""{"model":"goat-tiny-kjv","max_tokens":9}""", "messages")]
    [InlineData("""{"model":"goat-tiny-kjv","max_tokens":9,"messages":[{"role":"tool","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"goat-tiny-kjv","max_tokens":9,"messages":[{"role":"user","content":[{"type":"image"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"goat-tiny-kjv","max_tokens":9,"messages":[{"role":"user","content":"x"}],"tools":[{"type":"web_search_20250305","name":"s"}]}""", "tools[0].type")]
    [InlineData("""{"model":"goat-tiny-kjv","max_tokens":9,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"any"}}""", "tool_choice")]
    [InlineData("{", "JSON")]
    public async Task What_is_wrong_is_refused_in_Anthropics_words(string body, string named)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.PostAsync("/v1/messages", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var json = await ServedGoat.JsonAsync(response);
        Assert.Equal(("error", "invalid_request_error"), (json.GetProperty("type").GetString(), json.GetProperty("error").GetProperty("type").GetString()));
        Assert.Contains(named, json.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Errors_have_Anthropics_types()
    {
        await using var full = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new BusyException("Full.")) });
        Assert.Equal((503, "overloaded_error"), await ErrorAsync(full, Hello + "}"));
        Assert.Equal((404, "not_found_error"), await ErrorAsync(full, Hello.Replace("goat-tiny-kjv", "claude", StringComparison.Ordinal) + "}"));
        await using var broken = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("x"), Failure = (0, new GoatException("Dead.")) });
        Assert.Equal((500, "api_error"), await ErrorAsync(broken, Hello + "}"));
        await using var locked = await ServedGoat.StartAsync(new ScriptedSession(), key: "k");
        Assert.Equal((401, "authentication_error"), await ErrorAsync(locked, Hello + "}"));
    }

    [Fact]
    public async Task An_error_in_mid_stream_is_an_event_of_its_own()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b"), Failure = (1, new GoatException("Dead.")) });
        var events = await goat.StreamAsync("/v1/messages", Hello + ""","stream":true}""");
        Assert.Equal(("error", """{"type":"error","error":{"type":"api_error","message":"Dead."}}"""), events[^1]);
    }

    [Fact]
    public async Task Arguments_that_are_no_object_are_told_as_text()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { ToolCalls = [ToolCallDelta.Whole("c1", "look", "{\"a\":")], End = End }] });
        var json = await goat.AskAsync("/v1/messages", Hello + "}");
        Assert.Equal("{\"a\":", json.GetProperty("content")[0].GetProperty("input").GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task Counts_the_tokens_of_a_chat()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var json = await goat.AskAsync("/v1/messages/count_tokens", """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal("^[user]hi".Length, json.GetProperty("input_tokens").GetInt32());
    }

    private static async Task<(int, string?)> ErrorAsync(ServedGoat goat, string body)
    {
        var response = await goat.PostAsync("/v1/messages", body);
        return ((int)response.StatusCode, (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("type").GetString());
    }
}
