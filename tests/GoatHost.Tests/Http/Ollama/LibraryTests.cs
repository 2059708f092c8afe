using System.Net;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Http.Ollama.Library;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Ollama;

public sealed class LibraryTests
{
    [Fact]
    public async Task Lists_each_model_by_its_full_name_and_as_latest()
    {
        await using var ollama = await ServedOllama.StartAsync();
        ollama.Models.Stored.Add(ScriptedModels.Model with { Quantization = "Q4_0", AddedAt = ScriptedModels.Model.AddedAt.AddDays(1) });
        var models = (await ollama.GetAsync("/api/tags")).GetProperty("models");
        Assert.Equal(["goat-tiny-kjv:Q4_0", "goat-tiny-kjv:latest", "goat-tiny-kjv:Q8_0"], Names(models));
        var model = models[2];
        Assert.Equal("goat-tiny-kjv:Q8_0", model.GetProperty("model").GetString());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), model.GetProperty("modified_at").GetDateTimeOffset());
        Assert.Equal((1579008, "88ad231b"), (model.GetProperty("size").GetInt64(), model.GetProperty("digest").GetString()));
        Assert.Equal(["completion", "insert"], model.GetProperty("capabilities").EnumerateArray().Select(capability => capability.GetString()));
        Assert.Equal(
            """{"parent_model":"","format":"gguf","family":"llama","families":["llama"],"parameter_size":"1.45M","quantization_level":"Q8_0","context_length":256,"embedding_length":0}""",
            model.GetProperty("details").GetRawText());
        Assert.False(model.TryGetProperty("expires_at", out _));
    }

    [Theory]
    [InlineData("/api/tags")]
    [InlineData("/api/ps")]
    public async Task Lists_nothing_as_an_empty_array(string path)
    {
        await using var ollama = await ServedOllama.StartAsync();
        ollama.Models.Stored.Clear();
        Assert.Equal("""{"models":[]}""", (await ollama.GetAsync(path)).GetRawText());
    }

    [Fact]
    public async Task Lists_what_is_in_memory_the_longest_first()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var limits = new SessionLimits { ContextTokens = 512, Engine = "script", GpuMemory = 1000 };
        await using var ollama = await ServedOllama.StartAsync(loaded:
        [
            new ResidentModel("goat-tiny-kjv:Q8_0", "script", 1, 5000, 0, limits, now),
            new ResidentModel("other:Q4_0", "script", 2, 6000, 0, limits, null),
            new ResidentModel("removed:Q4_0", "script", 3, 6000, 0, limits, null),
        ]);
        ollama.Models.Stored.Add(ScriptedModels.Model with { Name = "other", Quantization = "Q4_0" });
        var models = (await ollama.GetAsync("/api/ps")).GetProperty("models");
        Assert.Equal(["other:Q4_0", "goat-tiny-kjv:Q8_0"], Names(models));
        Assert.True(models[0].GetProperty("expires_at").GetDateTimeOffset() > now.AddYears(10));
        Assert.Equal(now, models[1].GetProperty("expires_at").GetDateTimeOffset());
        Assert.Equal((6000, 1000, 512), (models[1].GetProperty("size").GetInt64(), models[1].GetProperty("size_vram").GetInt64(), models[1].GetProperty("context_length").GetInt32()));
    }

    [Fact]
    public async Task Lists_what_is_in_memory_under_each_name_that_it_was_asked_for_by()
    {
        var limits = new SessionLimits { ContextTokens = 512, Engine = "script" };
        var loaded = new ResidentModel("goat-tiny-kjv:Q8_0", "script", 1, 5000, 0, limits, null) { Names = ["goat-tiny-kjv:Q8_0", "pirate:latest", "deleted:latest"] };
        await using var ollama = await ServedOllama.StartAsync(loaded: [loaded]);
        await ollama.AskAsync("/api/create", """{"model":"pirate","from":"goat-tiny-kjv","system":"Arr.","stream":false}""");
        Assert.Equal(["goat-tiny-kjv:Q8_0", "pirate:latest"], Names((await ollama.GetAsync("/api/ps")).GetProperty("models")).Order());
    }

    [Theory]
    [InlineData("{{ messages }}{% if tools %}{{ tools }}{% endif %}", true)]
    [InlineData("{%- for tool in tools -%}x{%- endfor -%}", true)]
    [InlineData("You have no tools.{{ messages }}", false)]
    [InlineData("{{ builtin_tools_names }}", false)]
    public async Task A_model_calls_tools_if_its_template_lists_them(string template, bool calls)
    {
        await using var ollama = await ServedOllama.StartAsync();
        ollama.Models.Stored[0] = ScriptedModels.Model with { Summary = ScriptedModels.Model.Summary with { ChatTemplate = template } };
        var capabilities = (await ollama.GetAsync("/api/tags")).GetProperty("models")[0].GetProperty("capabilities").EnumerateArray().Select(one => one.GetString());
        Assert.Equal(calls, capabilities.Contains("tools"));
    }

    [Fact]
    public async Task Shows_what_the_file_says()
    {
        await using var ollama = await ServedOllama.StartAsync();
        ollama.Models.Stored[0] = ScriptedModels.Model with { Summary = ScriptedModels.Model.Summary with { ChatTemplate = "{% if tools %}<think>{% endif %}" } };
        var shown = await ollama.AskAsync("/api/show", """{"name":"goat-tiny-kjv"}""");
        var info = shown.GetProperty("model_info");
        Assert.Equal(("llama", 1_450_000, 256), (info.GetProperty("general.architecture").GetString(), info.GetProperty("general.parameter_count").GetInt64(), info.GetProperty("llama.context_length").GetInt32()));
        Assert.Equal((10000, true, JsonValueKind.Null), (info.GetProperty("llama.rope.freq_base").GetSingle(), info.GetProperty("tokenizer.ggml.add_bos_token").GetBoolean(), info.GetProperty("tokenizer.ggml.tokens").ValueKind));
        Assert.Equal(["completion", "tools", "thinking", "insert"], shown.GetProperty("capabilities").EnumerateArray().Select(capability => capability.GetString()));
        Assert.Equal(("CC0-1.0", "", "{% if tools %}<think>{% endif %}"), (shown.GetProperty("license").GetString(), shown.GetProperty("parameters").GetString(), shown.GetProperty("template").GetString()));
        Assert.Equal("Q8_0", shown.GetProperty("details").GetProperty("quantization_level").GetString());
        Assert.False(shown.TryGetProperty("tensors", out _));

        var verbose = await ollama.AskAsync("/api/show", """{"model":"goat-tiny-kjv","verbose":true}""");
        Assert.Equal("""[{"name":"output.weight","type":"Q8_0","shape":[64,512]}]""", verbose.GetProperty("tensors").GetRawText());
        Assert.Equal("""["a","b"]""", verbose.GetProperty("model_info").GetProperty("tokenizer.ggml.tokens").GetRawText());
    }

    [Fact]
    public async Task Makes_a_model_from_another_and_shows_what_it_changes()
    {
        await using var ollama = await ServedOllama.StartAsync();
        var lines = await ollama.LinesAsync("/api/create", """
            {"model":"pirate","from":"goat-tiny-kjv","system":"You are a pirate.","license":["MIT","also this"],"messages":[{"role":"user","content":"Who?"}],
             "parameters":{"num_ctx":512,"temperature":0.5,"stop":["Arr\n"]}}
            """);
        Assert.Equal(["using existing layer sha256:88ad231b", "writing manifest", "success"], lines.Select(line => line.GetProperty("status").GetString()));

        var shown = await ollama.AskAsync("/api/show", """{"model":"pirate:latest"}""");
        Assert.Equal(("You are a pirate.", "MIT\nalso this"), (shown.GetProperty("system").GetString(), shown.GetProperty("license").GetString()));
        Assert.Equal("""[{"role":"user","content":"Who?"}]""", shown.GetProperty("messages").GetRawText());
        Assert.Equal(["num_ctx 512", "temperature 0.5", "stop \"Arr\\n\""], shown.GetProperty("parameters").GetString()!.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("FROM goat-tiny-kjv:Q8_0", shown.GetProperty("modelfile").GetString());
        Assert.Equal("goat-tiny-kjv:Q8_0", shown.GetProperty("details").GetProperty("parent_model").GetString());
        Assert.Equal(["pirate:latest", "goat-tiny-kjv:Q8_0", "goat-tiny-kjv:latest"], Names((await ollama.GetAsync("/api/tags")).GetProperty("models")));
        Assert.Equal("""{"status":"success"}""", (await ollama.AskAsync("/api/create", """{"name":"x","from":"pirate","stream":false}""")).GetRawText());
    }

    [Fact]
    public async Task Copies_and_deletes()
    {
        await using var ollama = await ServedOllama.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await ollama.PostAsync("/api/copy", """{"source":"goat-tiny-kjv","destination":"me/copy:v1"}""")).StatusCode);
        Assert.Contains(ollama.Models.Stored, model => model.FullName == "me/copy:v1");
        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(ollama, "me/copy:v1"));
        Assert.Empty(ollama.Models.Stopped);
        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(ollama, "goat-tiny-kjv"));
        Assert.Single(ollama.Models.Stopped);
        Assert.Empty(ollama.Models.Stored);
        Assert.Equal((HttpStatusCode.NotFound, "model 'goat-tiny-kjv' not found"), await ollama.RefusedAsync("/api/delete", """{"model":"goat-tiny-kjv"}""", HttpMethod.Delete));
    }

    [Theory]
    [InlineData("/api/show", """{"model":"none"}""", 404, "model 'none' not found")]
    [InlineData("/api/copy", """{"source":"none","destination":"x"}""", 404, "model \"none\" not found")]
    [InlineData("/api/copy", """{"source":"goat-tiny-kjv","destination":"../x"}""", 400, "model name \"../x\" is invalid")]
    [InlineData("/api/copy", """{"source":"goat-tiny-kjv"}""", 400, "model name \"\" is invalid")]
    [InlineData("/api/create", """{"model":"x y","from":"goat-tiny-kjv"}""", 400, "model name \"x y\" is invalid")]
    [InlineData("/api/create", """{"model":"x"}""", 400, "neither 'from' or 'files' was specified")]
    [InlineData("/api/create", """{"model":"x","from":"none"}""", 404, "model 'none' not found")]
    [InlineData("/api/create", """{"model":"x","from":"goat-tiny-kjv","parameters":{"top_k":"a"}}""", 400, "option \"top_k\" must be of type integer")]
    [InlineData("/api/create", """{"model":"x","from":"goat-tiny-kjv","license":7}""", 400, "license must be")]
    [InlineData("/api/create", """{"model":"x","files":{"a.gguf":"sha256:0"}}""", 501, "not made of uploaded files")]
    [InlineData("/api/create", """{"model":"x","from":"goat-tiny-kjv","quantize":"q4_0"}""", 501, "not quantized here")]
    [InlineData("/api/create", """{"model":"x","from":"goat-tiny-kjv","template":"{{ .Prompt }}"}""", 501, "template")]
    [InlineData("/api/push", """{"model":"goat-tiny-kjv"}""", 501, "not pushed to a registry")]
    [InlineData("/api/blobs/sha256:00", "x", 501, "not uploaded here")]
    [InlineData("/api/me", "{}", 404, "/api/me")]
    [InlineData("/api/tags", "{}", 405, "GET")]
    public async Task Refuses_in_Ollamas_words(string path, string body, int status, string error)
    {
        await using var ollama = await ServedOllama.StartAsync();
        var refused = await ollama.RefusedAsync(path, body);
        Assert.Equal(status, (int)refused.Status);
        Assert.Contains(error, refused.Error);
    }

    [Fact]
    public async Task Says_that_it_is_running()
    {
        await using var ollama = await ServedOllama.StartAsync();
        Assert.Equal("Ollama is running", await ollama.Client.GetStringAsync("/"));
        Assert.True(Version.Parse((await ollama.GetAsync("/api/version")).GetProperty("version").GetString()!) >= new Version(0, 13, 0));
        foreach (var path in new[] { "/", "/api/version", "/api/tags", "/api/ps" })
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, path);
            using var response = await ollama.Client.SendAsync(head);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Content.Headers.ContentLength > 0);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await ollama.Client.GetAsync("/api/status")).StatusCode);
    }

    [Theory]
    [InlineData(999, "999")]
    [InlineData(15_200, "15.2K")]
    [InlineData(134_515_008, "134.52M")]
    [InlineData(999_996_000, "1B")]
    [InlineData(7_241_732_096, "7.2B")]
    public void Tells_sizes_as_people_name_models_by_them(long parameters, string expected) => Assert.Equal(expected, ModelDetails.Size(parameters));

    private static IEnumerable<string?> Names(JsonElement models) => models.EnumerateArray().Select(model => model.GetProperty("name").GetString());

    private static async Task<HttpStatusCode> DeleteAsync(ServedOllama ollama, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/delete") { Content = new StringContent($$"""{"name":"{{name}}"}""") };
        using var response = await ollama.Client.SendAsync(request);
        return response.StatusCode;
    }
}
