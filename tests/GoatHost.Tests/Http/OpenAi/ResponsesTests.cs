using System.Net;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.OpenAi;

public sealed class ResponsesTests
{
    private static readonly GenerationEnd End = new(FinishReason.Stop, 10, 4, TimeSpan.Zero, TimeSpan.Zero) { CachedTokens = 6, ReasoningTokens = 1 };

    private static readonly Delta[] Everything =
    [
        new() { Reasoning = "h" },
        new() { Reasoning = "m" },
        new() { Text = "It is" },
        new() { Text = " so." },
        new() { ToolCalls = [ToolCallDelta.Whole("c1", "look", """{"at":1}""")] },
        new() { End = End with { Reason = FinishReason.ToolCalls } },
    ];

    [Fact]
    public async Task Responds_whole_with_an_item_for_each_thing()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = Everything });
        var json = await goat.AskAsync("/v1/responses", """{"model":"goat-tiny-kjv","input":"hi","instructions":"be brief","max_output_tokens":9}""");
        Assert.StartsWith("resp_", json.GetProperty("id").GetString());
        Assert.Equal(("response", "completed", 9), (json.GetProperty("object").GetString(), json.GetProperty("status").GetString(), json.GetProperty("max_output_tokens").GetInt32()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("error").ValueKind);
        var output = json.GetProperty("output");
        Assert.Equal(["reasoning", "message", "function_call"], output.EnumerateArray().Select(item => item.GetProperty("type").GetString()));
        Assert.Equal("hm", output[0].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(("output_text", "It is so.", 0), (output[1].GetProperty("content")[0].GetProperty("type").GetString(), output[1].GetProperty("content")[0].GetProperty("text").GetString(), output[1].GetProperty("content")[0].GetProperty("annotations").GetArrayLength()));
        Assert.Equal(("c1", "look", """{"at":1}"""), (output[2].GetProperty("call_id").GetString(), output[2].GetProperty("name").GetString(), output[2].GetProperty("arguments").GetString()));
        var usage = json.GetProperty("usage");
        Assert.Equal((10, 4, 14), (usage.GetProperty("input_tokens").GetInt32(), usage.GetProperty("output_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32()));
        Assert.Equal((6, 1), (usage.GetProperty("input_tokens_details").GetProperty("cached_tokens").GetInt32(), usage.GetProperty("output_tokens_details").GetProperty("reasoning_tokens").GetInt32()));
    }

    [Fact]
    public async Task Streams_every_step_in_order_and_numbered()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = Everything });
        var events = await goat.StreamAsync("/v1/responses", """{"model":"goat-tiny-kjv","input":"hi","stream":true}""");
        var told = events.Select(e => JsonElement.Parse(e.Data)).ToList();
        string[] expected =
        [
            "created", "in_progress",
            "output_item.added", "content_part.added", "reasoning_text.delta", "reasoning_text.delta", "reasoning_text.done", "content_part.done", "output_item.done",
            "output_item.added", "content_part.added", "output_text.delta", "output_text.delta", "output_text.done", "content_part.done", "output_item.done",
            "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
            "completed",
        ];
        Assert.Equal(expected.Select(name => "response." + name), events.Select(e => e.Name));
        Assert.Equal(events.Select(e => e.Name), told.Select(json => json.GetProperty("type").GetString()));
        Assert.Equal(Enumerable.Range(0, expected.Length), told.Select(json => json.GetProperty("sequence_number").GetInt32()));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2], told[2..^1].Select(json => json.GetProperty("output_index").GetInt32()));
        Assert.Equal("It is so.", string.Concat(told.Where(json => json.GetProperty("type").ValueEquals("response.output_text.delta")).Select(json => json.GetProperty("delta").GetString())));
        Assert.Equal(3, told[^1].GetProperty("response").GetProperty("output").GetArrayLength());
        Assert.Equal(told[0].GetProperty("response").GetProperty("id").GetString(), told[^1].GetProperty("response").GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_answer_that_was_cut_is_incomplete()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b", FinishReason.Length) });
        var json = await goat.AskAsync("/v1/responses", """{"model":"goat-tiny-kjv","input":"hi"}""");
        Assert.Equal(("incomplete", "max_output_tokens"), (json.GetProperty("status").GetString(), json.GetProperty("incomplete_details").GetProperty("reason").GetString()));
        var events = await goat.StreamAsync("/v1/responses", """{"model":"goat-tiny-kjv","input":"hi","stream":true}""");
        Assert.Equal("response.incomplete", events[^1].Name);
    }

    [Fact]
    public async Task An_empty_answer_is_an_empty_message()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { End = End }] });
        var json = await goat.AskAsync("/v1/responses", """{"model":"goat-tiny-kjv","input":"hi"}""");
        Assert.Equal("", json.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_conversation_of_items_reaches_the_session_as_messages()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var goat = await ServedGoat.StartAsync(session);
        await goat.AskAsync("/v1/responses", """
            {"model":"goat-tiny-kjv","instructions":"be brief","input":[
              {"role":"developer","content":"and kind"},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"look"},{"type":"input_text","text":"!"}]},
              {"type":"reasoning","id":"rs_1","summary":[],"content":[{"type":"reasoning_text","text":"hm"}]},
              {"type":"function_call","call_id":"c1","name":"look","arguments":"{}"},
              {"type":"function_call","call_id":"c2","name":"look","arguments":"{}"},
              {"type":"function_call_output","call_id":"c1","output":"sun"},
              {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"moon"}]}],
             "tools":[{"type":"function","name":"look","parameters":{"type":"object"},"strict":true}],"tool_choice":{"type":"function","name":"look"},
             "text":{"format":{"type":"json_schema","name":"x","schema":{"type":"array"}}},"reasoning":{"effort":"high"},"include":["message.output_text.logprobs"],"top_logprobs":2,
             "temperature":0.5,"truncation":"auto"}
            """);
        var request = session.Requests.Single();
        Assert.Equal(["system:be brief", "system:and kind", "user:look!", "assistant:", "tool:sun", "tool:moon"], request.Messages!.Select(message => $"{message.Role}:{message.Content}"));
        Assert.Equal(("hm", 2, "c2"), (request.Messages![3].Reasoning, request.Messages[3].ToolCalls.Count, request.Messages[5].ToolCallId));
        Assert.Equal(("look", new ToolChoice(ToolChoiceKind.Named, "look")), (request.Tools.Single().Name, request.ToolChoice));
        Assert.Equal("""{"type":"array"}""", request.Format!.Schema!.Value.GetRawText());
        Assert.Equal((true, "high", 2, true), (request.Think, request.ReasoningEffort, request.LogProbabilities, request.DropOldestMessages));
    }

    [Theory]
    [InlineData("\"input\":[]", "input")]
    [InlineData("\"input\":7", "input")]
    [InlineData("\"input\":\"x\",\"previous_response_id\":\"resp_1\"", "previous_response_id")]
    [InlineData("\"input\":\"x\",\"background\":true", "background")]
    [InlineData("\"input\":[{\"type\":\"item_reference\",\"id\":\"x\"}]", "input[0].type")]
    [InlineData("\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}]", "input[0].content[0].type")]
    [InlineData("\"input\":\"x\",\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type")]
    [InlineData("\"input\":\"x\",\"text\":{\"format\":{\"type\":\"xml\"}}", "text.format.type")]
    public async Task What_is_wrong_is_refused_by_its_name(string fields, string param)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.PostAsync("/v1/responses", $$"""{"model":"goat-tiny-kjv",{{fields}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(param, (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Counts_the_tokens_of_an_input()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var json = await goat.AskAsync("/v1/responses/input_tokens", """{"model":"goat-tiny-kjv","input":"hi"}""");
        Assert.Equal(("response.input_tokens", "^[user]hi".Length), (json.GetProperty("object").GetString(), json.GetProperty("input_tokens").GetInt32()));
    }

    [Fact]
    public async Task A_failure_in_mid_stream_is_told_as_a_failed_response_and_as_an_error()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("a b"), Failure = (1, new GoatException("Dead.")) });
        var events = await goat.StreamAsync("/v1/responses", """{"model":"goat-tiny-kjv","input":"hi","stream":true}""");
        Assert.Equal(["response.failed", "error"], events[^2..].Select(one => one.Name));
        var (failed, error) = (JsonElement.Parse(events[^2].Data), JsonElement.Parse(events[^1].Data));
        Assert.Equal(("failed", "server_error", "Dead."), (
            failed.GetProperty("response").GetProperty("status").GetString(),
            failed.GetProperty("response").GetProperty("error").GetProperty("code").GetString(),
            failed.GetProperty("response").GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal(("error", "Dead.", "Dead."), (
            error.GetProperty("type").GetString(), error.GetProperty("message").GetString(), error.GetProperty("error").GetProperty("message").GetString()));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(one => JsonElement.Parse(one.Data).GetProperty("sequence_number").GetInt32()));
    }
}
