using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Tests.Http;

/// <summary>Whatever a client sends, it is answered or refused in its API's own words, and never is it the server that fails.</summary>
public sealed class HostileBodyTests
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "7", "1.5", "1e999", "99999999999999999999", "\"\"", "\"x\"", "[]", "[null]", "[1]", "[\"x\"]", "[[]]", "[{}]", "{}", """{"type":"x"}""", """{"x":{}}""",
    ];

    [Theory]
    [InlineData("/v1/chat/completions", """
        {"model":"goat-tiny-kjv","messages":[{"role":"assistant","content":[{"type":"text","text":"x"}],"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{}"}}]}],
         "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{}}}],"tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":true,
         "response_format":{"type":"json_schema","json_schema":{"schema":{}}},"logprobs":true,"top_logprobs":1,"logit_bias":{"1":1},"n":1,"stop":["x"],"seed":1,"max_tokens":1,
         "temperature":1,"top_p":1,"top_k":1,"min_p":0,"samplers":["top_k"],"reasoning_effort":"low","chat_template_kwargs":{},"stream":true,"stream_options":{"include_usage":true}}
        """)]
    [InlineData("/v1/completions", """{"model":"goat-tiny-kjv","prompt":["x"],"suffix":"x","echo":true,"logprobs":1,"n":1,"best_of":1,"max_tokens":1,"stop":"x","stream":false,"grammar":"x"}""")]
    [InlineData("/v1/embeddings", """{"model":"goat-tiny-kjv","input":["x",[1]],"encoding_format":"float","dimensions":1}""")]
    [InlineData("/v1/rerank", """{"model":"goat-tiny-kjv","query":"q","documents":["x",{"text":"y"}],"top_n":1,"return_documents":true}""")]
    [InlineData("/v1/responses", """
        {"model":"goat-tiny-kjv","instructions":"x","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]},{"type":"reasoning","summary":[{"text":"x"}]},
         {"type":"function_call","call_id":"1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"1","output":"x"}],
         "tools":[{"type":"function","name":"f","parameters":{}}],"tool_choice":"auto","text":{"format":{"type":"json_schema","schema":{}}},"reasoning":{"effort":"low"},
         "include":["message.output_text.logprobs"],"top_logprobs":1,"max_output_tokens":1,"truncation":"auto","metadata":{},"stream":false}
        """)]
    [InlineData("/v1/messages", """
        {"model":"goat-tiny-kjv","max_tokens":1,"system":[{"type":"text","text":"x"}],"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f","input":{}},{"type":"thinking","thinking":"x"}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"text","text":"x"}]}]}],"tools":[{"name":"f","input_schema":{}}],
         "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},"thinking":{"type":"enabled"},"stop_sequences":["x"],"output_config":{"format":{"type":"json_schema","schema":{}}},"stream":true}
        """)]
    [InlineData("/completion", """{"model":"goat-tiny-kjv","prompt":{"prompt_string":"x"},"n_predict":1,"n_probs":1,"return_tokens":true,"json_schema":{},"stream":true,"cache_prompt":true}""")]
    [InlineData("/infill", """{"input_prefix":"x","input_suffix":"x","prompt":"x","input_extra":[{"filename":"x","text":"x"}]}""")]
    [InlineData("/tokenize", """{"content":"x","add_special":true,"parse_special":true,"with_pieces":true}""")]
    [InlineData("/detokenize", """{"tokens":[1]}""")]
    [InlineData("/apply-template", """{"messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/embedding", """{"content":["x"],"embd_normalize":2}""")]
    public async Task A_field_of_any_type_is_taken_or_refused(string path, string valid)
    {
        await using var goat = await ServedGoat.StartAsync(Session());
        Assert.Equal(HttpStatusCode.OK, (await goat.PostAsync(path, valid)).StatusCode);
        foreach (var place in Places(JsonNode.Parse(valid)!, []))
        {
            foreach (var value in Values)
            {
                var body = Replace(valid, place, value);
                using var response = await goat.PostAsync(path, body);
                var said = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{response.StatusCode} {said}\n{body}");
                if (response.StatusCode != HttpStatusCode.OK) Assert.False(string.IsNullOrEmpty(Message(said)), said);
            }
        }
    }

    [Fact]
    public void Any_bytes_are_a_body_or_are_refused() => Prop.ForAll<byte[]>(bytes =>
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(bytes);
        var read = RequestBody.ReadAsync(context);
        Assert.True(read.IsCompleted);
        Assert.True(read.IsCompletedSuccessfully || read.Exception?.InnerException is ApiException, read.Exception?.ToString());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_body_or_is_refused() => Prop.ForAll<string>(text =>
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream([.. "{\""u8, .. System.Text.Encoding.UTF8.GetBytes(text ?? ""), .. "\":1}"u8]);
        var read = RequestBody.ReadAsync(context);
        Assert.True(read.IsCompletedSuccessfully || read.Exception?.InnerException is ApiException, read.Exception?.ToString());
    }).QuickCheckThrowOnFailure();

    private static ScriptedSession Session() => new()
    {
        Limits = new SessionLimits { ContextTokens = 256, Engine = "script", Infills = true, Ranks = true },
        Answer = [new Delta { Text = "a", Tokens = [new TokenInfo(1, "a", -1, [])], End = new GenerationEnd(FinishReason.Stop, 1, 1, TimeSpan.Zero, TimeSpan.Zero) }],
        Vector = [1, 0],
        Scores = [1, 0],
    };

    private static string? Message(string said)
    {
        var error = JsonElement.Parse(said).GetProperty("error");
        return error.ValueKind == JsonValueKind.String ? error.GetString() : error.GetProperty("message").GetString();
    }

    /// <summary>The places of all values in a document.</summary>
    private static IEnumerable<object[]> Places(JsonNode node, object[] here)
    {
        if (here.Length > 0) yield return here;
        var children = node switch
        {
            JsonObject fields => fields.Select(field => ((object)field.Key, field.Value)),
            JsonArray items => items.Select((item, at) => ((object)at, item)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            if (child is null) continue;
            foreach (var place in Places(child, [.. here, key])) yield return place;
        }
    }

    private static string Replace(string valid, object[] place, string value)
    {
        var document = JsonNode.Parse(valid)!;
        var parent = document;
        foreach (var key in place[..^1]) parent = key is int at ? parent[at]! : parent[(string)key]!;
        var mark = JsonValue.Create("\u0001here");
        if (place[^1] is int index) parent[index] = mark;
        else parent[(string)place[^1]] = mark;
        // As text, since a number that no type holds cannot be a node.
        return document.ToJsonString().Replace("\"\\u0001here\"", value, StringComparison.Ordinal);
    }
}
