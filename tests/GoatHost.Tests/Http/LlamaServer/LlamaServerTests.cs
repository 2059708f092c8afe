using System.Net;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Http;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.LlamaServer;

public sealed class LlamaServerTests
{
    private static readonly GenerationEnd End = new(FinishReason.Stop, 10, 4, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)) { CachedTokens = 6, StopString = "END" };

    [Fact]
    public async Task Goes_on_with_a_prompt()
    {
        var session = new ScriptedSession { Answer = [new Delta { Text = "and\n", End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/completion", """{"prompt":"In","n_predict":9,"temperature":5,"seed":3,"stop":["END"]}""");
        Assert.Equal(("and\n", true, "word", "END"), (json.GetProperty("content").GetString(), json.GetProperty("stop").GetBoolean(), json.GetProperty("stop_type").GetString(), json.GetProperty("stopping_word").GetString()));
        Assert.Equal((4, 10, 14, true, false), (json.GetProperty("tokens_predicted").GetInt32(), json.GetProperty("tokens_evaluated").GetInt32(), json.GetProperty("tokens_cached").GetInt32(), json.GetProperty("has_new_line").GetBoolean(), json.GetProperty("truncated").GetBoolean()));
        Assert.Equal((6, "In", "goat-tiny-kjv:Q8_0"), (json.GetProperty("timings").GetProperty("cache_n").GetInt32(), json.GetProperty("prompt").GetString(), json.GetProperty("model").GetString()));
        Assert.Equal((9, 3), (json.GetProperty("generation_settings").GetProperty("n_predict").GetInt32(), json.GetProperty("generation_settings").GetProperty("seed").GetInt32()));
        Assert.Equal(("In", 9, 5f), (session.Requests.Single().Prompt, session.Requests.Single().MaxTokens, session.Requests.Single().Sampling.Temperature));
    }

    [Fact]
    public async Task Streams_and_ends_with_all_there_is_to_tell()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "a" }, new Delta { Text = "b" }, new Delta { End = End }] });
        var events = (await goat.StreamAsync("/completion", """{"prompt":"In","stream":true}""")).Select(e => JsonElement.Parse(e.Data)).ToList();
        Assert.Equal(["a:False", "b:False", ":True"], events.Select(json => $"{json.GetProperty("content").GetString()}:{json.GetProperty("stop").GetBoolean()}"));
        Assert.Equal("word", events[^1].GetProperty("stop_type").GetString());
    }

    [Theory]
    [InlineData("[\"a\",\"b\"]", 2)]
    [InlineData("[\"a\"]", 1)]
    public async Task A_list_of_prompts_is_answered_by_a_list(string prompts, int count)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "x", End = End }] });
        var json = await goat.AskAsync("/completion", $$"""{"prompt":{{prompts}}}""");
        Assert.Equal(Enumerable.Range(0, count), json.EnumerateArray().Select(answer => answer.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Tokens_and_probabilities_are_told_when_asked_for()
    {
        var token = new TokenInfo(5, "é", -0.5f, [new TokenInfo(6, "e", -1, [])]);
        var session = new ScriptedSession { Answer = [new Delta { Text = "é", Tokens = [token], End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/completion", """{"prompt":{"prompt_string":"In"},"n_probs":1,"return_tokens":true}""");
        Assert.Equal("[5]", json.GetProperty("tokens").GetRawText());
        Assert.Equal(
            """[{"id":5,"token":"é","bytes":[195,169],"logprob":-0.5,"top_logprobs":[{"id":6,"token":"e","bytes":[101],"logprob":-1}]}]""",
            json.GetProperty("completion_probabilities").GetRawText());
        Assert.Equal(1, session.Requests.Single().LogProbabilities);
    }

    [Fact]
    public async Task Fills_a_gap_with_other_files_before_it()
    {
        var session = new ScriptedSession { Limits = new() { ContextTokens = 9, Engine = "script", Infills = true }, Answer = [new Delta { Text = "x", End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        await goat.AskAsync("/infill", """{"input_prefix":"int a","input_suffix":";","prompt":" =","input_extra":[{"filename":"f","text":"old"}]}""");
        Assert.Equal(("\n\n--- snippet ---\n\noldint a =", ";"), (session.Requests.Single().Prompt, session.Requests.Single().Suffix));
    }

    [Fact]
    public async Task A_model_that_fills_no_gaps_is_named()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.PostAsync("/infill", """{"input_prefix":"a","input_suffix":"b"}""");
        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
    }

    [Fact]
    public async Task Turns_text_into_tokens_and_back()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        Assert.Equal("""{"tokens":[65,195,169]}""", (await goat.AskAsync("/tokenize", """{"content":"Aé"}""")).GetRawText());
        Assert.Equal("""{"tokens":[{"id":94,"piece":"^"},{"id":195,"piece":[195]},{"id":169,"piece":[169]}]}""", (await goat.AskAsync("/tokenize", """{"content":"é","with_pieces":true,"add_special":true}""")).GetRawText());
        Assert.Equal("""{"content":"Aé"}""", (await goat.AskAsync("/detokenize", """{"tokens":[65,195,169]}""")).GetRawText());
        Assert.Equal("""{"content":""}""", (await goat.AskAsync("/detokenize", """{"tokens":[]}""")).GetRawText());
        Assert.Equal(HttpStatusCode.BadRequest, (await goat.PostAsync("/detokenize", """{"tokens":[999]}""")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await goat.PostAsync("/detokenize", """{"tokens":"A"}""")).StatusCode);
    }

    [Fact]
    public async Task Shows_a_chat_as_the_model_is_given_it()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        Assert.Equal("""{"prompt":"[system]be[user]hi"}""", (await goat.AskAsync("/apply-template", """{"messages":[{"role":"system","content":"be"},{"role":"user","content":"hi"}]}""")).GetRawText());
    }

    [Fact]
    public async Task Embeds_in_llama_servers_shape()
    {
        var session = new ScriptedSession { Vector = [3, 4] };
        await using var goat = await ServedGoat.StartAsync(session);
        Assert.Equal("""[{"index":0,"embedding":[[3,4]]}]""", (await goat.AskAsync("/embedding", """{"content":"a"}""")).GetRawText());
        Assert.Equal("""[{"index":0,"embedding":[[3,4]]},{"index":1,"embedding":[[3,4]]}]""", (await goat.AskAsync("/embeddings", """{"input":["a","b"],"embd_normalize":-1}""")).GetRawText());
        Assert.Equal([true, false], session.Embedded.Select(request => request.Normalize));
    }

    [Theory]
    [InlineData("/props")]
    [InlineData("/props?model=goat-tiny-kjv")]
    public async Task Tells_what_the_model_can_take(string path)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Limits = new() { ContextTokens = 512, Engine = "script", Parallel = 4 } });
        var json = await ServedGoat.JsonAsync(await goat.Client.GetAsync(path));
        Assert.Equal((512, 4, "script"), (json.GetProperty("default_generation_settings").GetProperty("n_ctx").GetInt32(), json.GetProperty("total_slots").GetInt32(), json.GetProperty("build_info").GetString()));
        Assert.Equal("goat-tiny-kjv-q8_0.gguf", json.GetProperty("model_path").GetString());
    }

    [Theory]
    [InlineData("/props?model=none", HttpStatusCode.NotFound)]
    [InlineData("/v1/health", HttpStatusCode.OK)]
    public async Task Says_what_there_is_not(string path, HttpStatusCode expected)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        Assert.Equal(expected, (await goat.Client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Text_and_tokens_of_one_prompt_are_joined_and_only_a_text_at_its_beginning_is_marked()
    {
        var session = new ScriptedSession { Answer = [new Delta { Text = "x", End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/completion", """{"prompt":["A",66,67,"D"]}""");
        Assert.Equal("^ABCD", json.GetProperty("prompt").GetString());
        var list = await goat.AskAsync("/completions", """{"prompt":["A",[66,"C"],{"prompt_string":"D"}]}""");
        Assert.Equal(["A", "BC", "D"], list.EnumerateArray().Select(answer => answer.GetProperty("prompt").GetString()));
        Assert.Equal([94, 65, 66, 67, 68], session.Requests[0].PromptTokens);
        Assert.Equal(["A", null, "D"], session.Requests.Skip(1).Select(request => request.Prompt));
    }

    [Fact]
    public async Task Only_the_fields_that_are_wanted_are_told()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "x", End = End }] });
        var json = await goat.AskAsync("/completion", """{"prompt":"A","n_predict":7,"response_fields":["content","generation_settings/n_predict","nothing/at/all"]}""");
        Assert.Equal("""{"content":"x","n_predict":7}""", json.GetRawText());
    }

    [Fact]
    public async Task What_was_asked_for_is_told_back()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Answer = [new Delta { Text = "x", End = End }] });
        var json = await goat.AskAsync("/completion", """
            {"prompt":"A","id_slot":2,"top_k":5,"dry_base":1.5,"samplers":["top_k"],"logit_bias":[[7,false],[8,2]],"n_keep":3,"ignore_eos":true,"grammar":"root ::= \"x\""}
            """);
        var settings = json.GetProperty("generation_settings");
        Assert.Equal((2, 5, 1.5f, 3, true), (
            json.GetProperty("id_slot").GetInt32(), settings.GetProperty("top_k").GetInt32(), settings.GetProperty("dry_base").GetSingle(),
            settings.GetProperty("n_keep").GetInt32(), settings.GetProperty("ignore_eos").GetBoolean()));
        Assert.Equal("""[{"token":7,"bias":null},{"token":8,"bias":2}]""", settings.GetProperty("logit_bias").GetRawText());
        Assert.Equal("root ::= \"x\"", settings.GetProperty("grammar").GetString());
        Assert.False(settings.TryGetProperty("temperature", out _));
    }

    [Fact]
    public async Task Each_event_says_how_fast_it_goes_where_that_is_wanted()
    {
        var token = new TokenInfo(5, "a", -0.5f, []);
        var session = new ScriptedSession { Answer = [new Delta { Text = "a", Tokens = [token] }, new Delta { Text = "aa", Tokens = [token, token] }, new Delta { End = End }] };
        await using var goat = await ServedGoat.StartAsync(session);
        var events = (await goat.StreamAsync("/completion", """{"prompt":"In","stream":true,"timings_per_token":true}""")).Select(e => JsonElement.Parse(e.Data)).ToList();
        Assert.Equal([1, 3, 4], events.Select(json => json.GetProperty("timings").GetProperty("predicted_n").GetInt32()));
        Assert.False(events[0].TryGetProperty("completion_probabilities", out _));
        Assert.Equal(0, session.Requests.Single().LogProbabilities);
    }

    [Fact]
    public async Task Slots_show_what_the_loaded_models_are_busy_with_and_load_none()
    {
        var limits = new SessionLimits { ContextTokens = 512, Engine = "script", Parallel = 2 };
        var resident = new ResidentModel("goat-tiny-kjv:Q8_0", "script", 1, 100, 1, limits, null);
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession(), new ServeOptions(new IPEndPoint(IPAddress.Loopback, 0), null), loaded: [resident, resident with { Model = "other:Q4_0", Leases = 9 }]);
        var all = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/slots"));
        Assert.Equal(["0 True", "1 False", "2 True", "3 True"], all.EnumerateArray().Select(slot => $"{slot.GetProperty("id")} {slot.GetProperty("is_processing")}"));
        var one = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/slots?model=goat-tiny-kjv&fail_on_no_slot=1"));
        Assert.Equal((2, 512), (one.GetArrayLength(), one[0].GetProperty("n_ctx").GetInt32()));
        Assert.Empty(goat.Models.Opened);
    }

    [Fact]
    public async Task Where_no_slot_is_free_that_can_be_asked_for_as_a_failure()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        Assert.Equal("[]", await goat.Client.GetStringAsync("/slots"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await goat.Client.GetAsync("/slots?fail_on_no_slot=1")).StatusCode);
    }

    [Fact]
    public async Task Models_are_listed_loaded_and_unloaded()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var listed = (await ServedGoat.JsonAsync(await goat.Client.GetAsync("/models"))).GetProperty("data")[0];
        Assert.Equal(("goat-tiny-kjv:Q8_0", "unloaded"), (listed.GetProperty("id").GetString(), listed.GetProperty("status").GetProperty("value").GetString()));
        Assert.Equal("""{"success":true}""", (await goat.AskAsync("/models/load", """{"model":"goat-tiny-kjv"}""")).GetRawText());
        Assert.Single(goat.Models.Opened);
        Assert.Equal("""{"success":true}""", (await goat.AskAsync("/models/unload", """{"model":"goat-tiny-kjv"}""")).GetRawText());
        Assert.Single(goat.Models.Stopped);
    }

    [Theory]
    [InlineData("""{"prompt":[1,null]}""", "prompt")]
    [InlineData("""{"prompt":[1,-1]}""", "prompt")]
    [InlineData("""{"prompt":[[]]}""", "prompt")]
    [InlineData("""{"prompt":{"prompt_string":"x","multimodal_data":["aGk="]}}""", "prompt.multimodal_data")]
    [InlineData("""{"prompt":"x","response_fields":"content"}""", "response_fields")]
    [InlineData("""{"prompt":"x","id_slot":-2}""", "id_slot")]
    public async Task What_is_wrong_is_refused_by_its_name_and_with_its_status_as_code(string body, string param)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.PostAsync("/completion", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await ServedGoat.JsonAsync(response)).GetProperty("error");
        Assert.Equal((400, "invalid_request_error", param), (error.GetProperty("code").GetInt32(), error.GetProperty("type").GetString(), error.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Probabilities_after_sampling_are_not_made_up()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        Assert.Equal(HttpStatusCode.NotImplemented, (await goat.PostAsync("/completion", """{"prompt":"x","n_probs":1,"post_sampling_probs":true}""")).StatusCode);
    }
}
