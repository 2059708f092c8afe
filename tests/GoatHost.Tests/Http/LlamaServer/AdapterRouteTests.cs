using System.Net;
using GoatHost.Abstractions;
using GoatHost.Tests.Http.Ollama;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.LlamaServer;

public sealed class AdapterRouteTests
{
    private static readonly IReadOnlyList<AdapterScale> Two = [new("kings:F32@sha256:00"), new("psalms:F32@sha256:01", 0.5f)];

    [Fact]
    public async Task The_adapters_of_a_model_are_shown_and_scaled()
    {
        await using var goat = await ServedOllama.StartAsync();
        Assert.Equal("[]", (await goat.GetAsync("/lora-adapters")).GetRawText());
        goat.Models.Adapters = Two;
        Assert.Equal(
            """[{"id":0,"path":"kings:F32","scale":1},{"id":1,"path":"psalms:F32","scale":0.5}]""",
            (await goat.GetAsync("/lora-adapters?model=goat-tiny-kjv")).GetRawText());
        Assert.Equal("""{"success":true}""", (await goat.AskAsync("/lora-adapters", """[{"id":1,"scale":0.25}]""")).GetRawText());
        Assert.Equal([0, 0.25f], goat.Models.Adapters.Select(adapter => adapter.Scale));
    }

    [Theory]
    [InlineData("""[{"id":2,"scale":1}]""", "[0].id must be from 0 to 1")]
    [InlineData("""[{"id":0}]""", "[0].scale must be a number")]
    [InlineData("""[{"scale":1}]""", "[0].id must be an integer")]
    [InlineData("""[7]""", "[0] must be an object")]
    [InlineData("""{"id":0,"scale":1}""", "must be a JSON array")]
    public async Task What_is_no_list_of_adapters_is_refused(string body, string error)
    {
        await using var goat = await ServedOllama.StartAsync();
        goat.Models.Adapters = Two;
        using var response = await goat.PostAsync("/lora-adapters", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(error, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(Two, goat.Models.Adapters);
    }

    [Theory]
    [InlineData("/completion", """{"prompt":"In","lora":[{"id":1,"scale":0.75}]}""")]
    [InlineData("/infill", """{"input_prefix":"In","lora":[{"id":1,"scale":0.75}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"In"}],"lora":[{"id":1,"scale":0.75}]}""")]
    public async Task A_request_says_which_adapters_it_wants(string path, string body)
    {
        var limits = new SessionLimits { ContextTokens = 256, Engine = "script", Infills = true, Adapters = [new("kings:F32"), new("psalms:F32")] };
        var session = new ScriptedSession { Limits = limits, Answer = ScriptedSession.Words("x") };
        await using var goat = await ServedGoat.StartAsync(session);
        await goat.AskAsync(path, body);
        await goat.AskAsync(path, body.Replace("""{"id":1,"scale":0.75}""", "", StringComparison.Ordinal));
        await goat.AskAsync(path, body.Replace(""","lora":[{"id":1,"scale":0.75}]""", "", StringComparison.Ordinal));
        var asked = session.Requests.Select(request => request.Adapters).ToArray();
        Assert.Equal([new("psalms:F32", 0.75f)], asked[0]);
        Assert.Empty(asked[1]!);
        Assert.Null(asked[2]);
        Assert.Equal(HttpStatusCode.BadRequest, (await goat.PostAsync(path, body.Replace("\"id\":1", "\"id\":2", StringComparison.Ordinal))).StatusCode);
    }

    [Fact]
    public async Task A_model_is_made_with_an_adapter_that_is_found_by_its_digest_or_its_name()
    {
        await using var ollama = await ServedOllama.StartAsync();
        var adapter = ScriptedModels.Model with { Name = "kings", Quantization = "F32", Summary = ScriptedModels.Model.Summary with { Adapter = "lora" } };
        ollama.Models.Stored.Add(adapter);
        var body = """{"model":"saul","from":"goat-tiny-kjv","adapters":{"kings.gguf":"sha256:88ad231b"},"stream":false}""";
        await ollama.AskAsync("/api/create", body);
        var made = ollama.Models.Stored[^1].Derivation!.Changes.Adapters!;
        Assert.Equal([new AdapterScale("kings:F32@sha256:88ad231b")], made);
        await ollama.AskAsync("/api/create", body.Replace("sha256:88ad231b", "kings", StringComparison.Ordinal));
        Assert.Equal(made, ollama.Models.Stored[^1].Derivation!.Changes.Adapters);
        Assert.Contains("ADAPTER kings:F32@sha256:88ad231b\n", (await ollama.AskAsync("/api/show", """{"model":"saul"}""")).GetProperty("modelfile").GetString(), StringComparison.Ordinal);

        var unknown = await ollama.RefusedAsync("/api/create", body.Replace("88ad231b", "00", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Contains("goat pull", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await ollama.RefusedAsync("/api/create", body.Replace("\"sha256:88ad231b\"", "7", StringComparison.Ordinal))).Status);
        foreach (var (digest, status) in new[] { ("88ad231b", HttpStatusCode.OK), ("00", HttpStatusCode.NotImplemented) })
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, $"/api/blobs/sha256:{digest}");
            using var response = await ollama.Client.SendAsync(head);
            Assert.Equal(status, response.StatusCode);
        }
    }
}
