using System.Net;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Ollama;

public sealed class ChatTests
{
    private static readonly SessionLimits WithTools = new() { ContextTokens = 256, Engine = "script", Tools = true };

    [Fact]
    public async Task Answers_with_a_message()
    {
        await using var ollama = await ServedOllama.StartAsync(new ScriptedSession { Answer = ScriptedSession.Words("In the beginning") });
        var lines = await ollama.LinesAsync("/api/chat", """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal("In the beginning", string.Concat(lines.Select(line => line.GetProperty("message").GetProperty("content").GetString())));
        Assert.All(lines, line => Assert.Equal("assistant", line.GetProperty("message").GetProperty("role").GetString()));
        Assert.Equal("stop", lines[^1].GetProperty("done_reason").GetString());
        Assert.False(lines[^1].TryGetProperty("context", out _));
        Assert.False(lines[^1].TryGetProperty("response", out _));
    }

    [Fact]
    public async Task Gives_every_field_of_the_messages_on()
    {
        var session = new ScriptedSession { Limits = WithTools, Answer = ScriptedSession.Words("x") };
        await using var ollama = await ServedOllama.StartAsync(session);
        await ollama.AskAsync("/api/chat", """
            {"model":"goat-tiny-kjv","stream":false,"format":"json","think":false,"messages":[
              {"role":"system","content":"Be brief."},
              {"role":"user","content":"Weather?","images":[]},
              {"role":"assistant","content":"","thinking":"hm","tool_calls":[{"function":{"name":"look","arguments":{"at":"goat"}}},{"id":"c9","function":{"index":1,"name":"hear"}}]},
              {"role":"tool","content":"sun","tool_name":"look","tool_call_id":"call_0"}],
             "tools":[{"type":"function","function":{"name":"look","description":"Looks.","parameters":{"type":"object"}}}]}
            """);
        var request = session.Requests.Single();
        Assert.Equal(["system:Be brief.", "user:Weather?", "assistant:", "tool:sun"], request.Messages!.Select(message => $"{message.Role}:{message.Content}"));
        Assert.Equal("hm", request.Messages![2].Reasoning);
        Assert.Equal([new ToolCall("call_0", "look", """{"at":"goat"}"""), new ToolCall("c9", "hear", "{}")], request.Messages[2].ToolCalls);
        Assert.Equal(("look", "call_0"), (request.Messages[3].ToolName, request.Messages[3].ToolCallId));
        Assert.Equal(("look", "Looks."), (request.Tools.Single().Name, request.Tools.Single().Description));
        Assert.Equal((false, true), (request.Think, request.Format is { Schema: null }));
    }

    [Fact]
    public async Task Tells_tool_calls_with_their_arguments_as_an_object()
    {
        var session = new ScriptedSession
        {
            Limits = WithTools,
            Answer =
            [
                new Delta { ToolCalls = [ToolCallDelta.Whole("a", "look", """{"at":"goat"}""")] },
                new Delta { ToolCalls = [ToolCallDelta.Whole("b", "hear", "{}")] },
                new Delta { End = new GenerationEnd(FinishReason.ToolCalls, 1, 2, TimeSpan.Zero, TimeSpan.Zero) },
            ],
        };
        await using var ollama = await ServedOllama.StartAsync(session);
        const string Ask = """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"look"}}]""";
        var lines = await ollama.LinesAsync("/api/chat", Ask + "}");
        Assert.Equal("""{"id":"b","function":{"index":1,"name":"hear","arguments":{}}}""", lines[1].GetProperty("message").GetProperty("tool_calls")[0].GetRawText());
        Assert.Equal("stop", lines[^1].GetProperty("done_reason").GetString());

        var whole = await ollama.AskAsync("/api/chat", Ask + ""","stream":false}""");
        Assert.Equal(["look", "hear"], whole.GetProperty("message").GetProperty("tool_calls").EnumerateArray().Select(call => call.GetProperty("function").GetProperty("name").GetString()));
        Assert.Equal("goat", whole.GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("", "load")]
    [InlineData(""","messages":[]""", "load")]
    [InlineData(""","messages":[],"keep_alive":0""", "unload")]
    public async Task Without_messages_loads_or_lets_go(string more, string reason)
    {
        await using var ollama = await ServedOllama.StartAsync();
        var answer = await ollama.AskAsync("/api/chat", """{"model":"goat-tiny-kjv" """ + more + "}");
        Assert.Equal((reason, ""), (answer.GetProperty("done_reason").GetString(), answer.GetProperty("message").GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData("""{"model":"none","messages":[{"role":"user","content":"x"}]}""", 404, "model 'none' not found")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":7}""", 400, "messages must be an array")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[7]}""", 400, "messages[0] must be an object")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"king","content":"x"}]}""", 400, "messages[0].role must be one of")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":["x"]}]}""", 400, "messages[0].content must be a string")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x","images":["aGk="]}]}""", 400, "messages[0].images cannot be taken")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}]}""", 400, "arguments must be an object")]
    [InlineData("""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f"}}]}""", 400, "\"goat-tiny-kjv\" does not support tools")]
    public async Task Refuses_in_Ollamas_words(string body, int status, string error)
    {
        await using var ollama = await ServedOllama.StartAsync();
        var refused = await ollama.RefusedAsync("/api/chat", body);
        Assert.Equal(status, (int)refused.Status);
        Assert.Contains(error, refused.Error);
    }

    [Fact]
    public async Task A_model_that_only_embeds_does_not_chat()
    {
        var session = new ScriptedSession { Limits = new SessionLimits { ContextTokens = 256, Engine = "script", Generates = false } };
        await using var ollama = await ServedOllama.StartAsync(session);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "\"goat-tiny-kjv\" does not support chat"),
            await ollama.RefusedAsync("/api/chat", """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}]}"""));
    }
}
