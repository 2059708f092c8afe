using System.Net;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.OpenAi;

/// <summary>Every field of a chat request reaches the session, or is refused by its name.</summary>
public sealed class ChatFieldTests
{
    private const string Tools = """
        "tools":[{"type":"function","function":{"name":"look","description":"See.","parameters":{"type":"object"},"strict":true}},{"type":"function","function":{"name":"go"}}]
        """;

    [Fact]
    public async Task Samplers_of_llama_server_reach_the_session()
    {
        var request = await ReadAsync("""
            "temperature":0.5,"dynatemp_range":0.25,"dynatemp_exponent":2,"top_k":-1,"top_p":0.5,"min_p":0.25,"typical_p":0.75,"top_n_sigma":1,
            "xtc_probability":0.5,"xtc_threshold":0.25,"min_keep":2,"repeat_penalty":1.5,"repeat_last_n":-1,"frequency_penalty":1,"presence_penalty":-1,
            "dry_multiplier":0.5,"dry_base":1.75,"dry_allowed_length":2,"dry_penalty_last_n":-1,"mirostat":2,"mirostat_tau":5,"mirostat_eta":0.5,"seed":-1
            """);
        var expected = new SamplingOptions
        {
            Temperature = 0.5f, DynamicTemperatureRange = 0.25f, DynamicTemperatureExponent = 2, TopK = 0, TopP = 0.5f, MinP = 0.25f, TypicalP = 0.75f, TopNSigma = 1,
            XtcProbability = 0.5f, XtcThreshold = 0.25f, MinKeep = 2, RepeatPenalty = 1.5f, RepeatLastN = -1, FrequencyPenalty = 1, PresencePenalty = -1,
            DryMultiplier = 0.5f, DryBase = 1.75f, DryAllowedLength = 2, DryPenaltyLastN = -1, Mirostat = 2, MirostatTau = 5, MirostatEta = 0.5f,
        };
        Assert.Equal(expected, request.Sampling);
    }

    [Fact]
    public async Task Lists_of_samplers_reach_the_session()
    {
        var request = await ReadAsync("""
            "dry_sequence_breakers":["\n",":"],"samplers":["top_k","min_p"],"ignore_eos":true,"cache_prompt":false,"n_keep":-1,"max_tokens":-1,"stop":["a","","b"]
            """);
        Assert.Equal(["\n", ":"], request.Sampling.DrySequenceBreakers!);
        Assert.Equal(["top_k", "min_p"], request.Sampling.Order!);
        Assert.Equal((true, false, -1, null), (request.IgnoreEnd, request.CachePrompt, request.KeepTokens, request.MaxTokens));
        Assert.Equal(["a", "b"], request.Stop);
    }

    [Theory]
    [InlineData("""{"5":-100,"7":1.5}""")]
    [InlineData("""[[5,-100],[7,1.5]]""")]
    public async Task Biases_reach_the_session_in_both_forms(string biases) =>
        Assert.Equal(new Dictionary<int, float> { [5] = -100, [7] = 1.5f }, (await ReadAsync($"\"logit_bias\":{biases}")).Sampling.LogitBias);

    [Fact]
    public async Task A_bias_of_false_forbids_a_token() =>
        Assert.Equal(float.NegativeInfinity, (await ReadAsync("\"logit_bias\":[[5,false]]")).Sampling.LogitBias![5]);

    [Theory]
    [InlineData("\"auto\"", ToolChoiceKind.Auto, null)]
    [InlineData("\"none\"", ToolChoiceKind.None, null)]
    [InlineData("\"required\"", ToolChoiceKind.Required, null)]
    [InlineData("""{"type":"function","function":{"name":"go"}}""", ToolChoiceKind.Named, "go")]
    public async Task Tools_and_the_choice_among_them_reach_the_session(string choice, ToolChoiceKind kind, string? name)
    {
        var request = await ReadAsync($"{Tools},\"tool_choice\":{choice},\"parallel_tool_calls\":false");
        Assert.Equal(new ToolChoice(kind, name), request.ToolChoice);
        Assert.Equal(["look:See.", "go:"], request.Tools.Select(tool => $"{tool.Name}:{tool.Description}"));
        Assert.Equal([true, false], request.Tools.Select(tool => tool.Strict));
        Assert.Equal("object", request.Tools[0].Parameters.GetProperty("type").GetString());
        Assert.False(request.ParallelToolCalls);
    }

    [Theory]
    [InlineData("\"auto\"", true)]
    [InlineData("\"required\"", false)]
    [InlineData("\"required\",\"parallel_tool_calls\":true", true)]
    public async Task A_forced_call_is_one_unless_more_are_asked_for(string choice, bool parallel) =>
        Assert.Equal(parallel, (await ReadAsync($"{Tools},\"tool_choice\":{choice}")).ParallelToolCalls);

    [Theory]
    [InlineData("""{"type":"text"}""", null)]
    [InlineData("""{"type":"json_object"}""", "")]
    [InlineData("""{"type":"json_object","schema":{"type":"array"}}""", """{"type":"array"}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":{"type":"array"}}}""", """{"type":"array"}""")]
    [InlineData("""{"type":"json_schema","schema":{"type":"array"}}""", """{"type":"array"}""")]
    public async Task The_shape_of_the_answer_reaches_the_session(string format, string? schema)
    {
        var request = await ReadAsync($"\"response_format\":{format}");
        Assert.Equal(schema, request.Format is null ? null : request.Format.Schema?.GetRawText() ?? "");
    }

    [Fact]
    public async Task A_schema_or_a_grammar_of_llama_server_reaches_the_session()
    {
        Assert.Equal("{}", (await ReadAsync("\"json_schema\":{}")).Format!.Schema?.GetRawText());
        Assert.Equal("root ::= \"a\"", (await ReadAsync("\"grammar\":\"root ::= \\\"a\\\"\"")).Format!.Grammar);
        Assert.Null((await ReadAsync("\"grammar\":\"\"")).Format);
    }

    [Theory]
    [InlineData("none", false, null)]
    [InlineData("low", true, "low")]
    [InlineData("xhigh", true, "xhigh")]
    public async Task Reasoning_is_asked_for_in_OpenAIs_words(string effort, bool think, string? told)
    {
        var request = await ReadAsync($"\"reasoning_effort\":\"{effort}\",\"chat_template_kwargs\":{{\"a\":1}}");
        Assert.Equal((think, told), (request.Think, request.ReasoningEffort));
        Assert.Equal("""{"a":1}""", request.TemplateVariables?.GetRawText());
    }

    [Fact]
    public async Task Calls_and_their_results_reach_the_session()
    {
        var request = await ReadAsync("\"x\":1", """
            {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","name":"look","content":"sun"}
            """);
        Assert.Equal(("hm", new ToolCall("c1", "look", "{}")), (request.Messages![1].Reasoning, request.Messages[1].ToolCalls.Single()));
        Assert.Equal(("tool", "c1", "look", "sun"), (request.Messages[2].Role, request.Messages[2].ToolCallId, request.Messages[2].ToolName, request.Messages[2].Content));
    }

    [Theory]
    [InlineData("\"logit_bias\":{\"hello\":1}", "logit_bias")]
    [InlineData("\"logit_bias\":{\"5\":101}", "logit_bias")]
    [InlineData("\"logit_bias\":[[1,2,3]]", "logit_bias")]
    [InlineData("\"logit_bias\":7", "logit_bias")]
    [InlineData("\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name")]
    [InlineData("\"tool_choice\":\"required\"", "tool_choice")]
    [InlineData("\"tool_choice\":\"maybe\"", "tool_choice")]
    [InlineData(Tools + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"fly\"}}", "tool_choice")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format.type")]
    [InlineData("\"response_format\":{\"type\":\"json_object\"},\"grammar\":\"root ::= [a]\"", "response_format")]
    [InlineData("\"reasoning_effort\":\"wild\"", "reasoning_effort")]
    [InlineData("\"chat_template_kwargs\":[]", "chat_template_kwargs")]
    [InlineData("\"logprobs\":true,\"top_logprobs\":21", "top_logprobs")]
    [InlineData("\"temperature\":1e999", "temperature")]
    [InlineData("\"seed\":1.5", "seed")]
    [InlineData("\"samplers\":[1]", "samplers")]
    [InlineData("\"n\":0", "n")]
    [InlineData("\"stream\":\"yes\"", "stream")]
    public async Task What_is_wrong_is_refused_by_its_name(string field, string param)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.ChatAsync($$"""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}],{{field}}}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(param, (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    private static async Task<GenerationRequest> ReadAsync(string fields, string? messages = null)
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("x") };
        await using var goat = await ServedGoat.StartAsync(session);
        await goat.AskAsync("/v1/chat/completions", $$"""{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"x"}{{(messages is null ? "" : "," + messages)}}],{{fields}}}""");
        return session.Requests.Single();
    }
}
