using System.Net;
using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.OpenAi;

public sealed class EmbeddingsTests
{
    [Fact]
    public async Task Embeds_as_numbers()
    {
        var session = new ScriptedSession { Vector = [0.6f, 0.8f] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync("/v1/embeddings", """{"model":"goat-tiny-kjv","input":["a","b"]}""");
        Assert.Equal(("list", "goat-tiny-kjv", 6), (json.GetProperty("object").GetString(), json.GetProperty("model").GetString(), json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32()));
        Assert.Equal(["0:embedding:[0.6,0.8]", "1:embedding:[0.6,0.8]"], json.GetProperty("data").EnumerateArray().Select(item => $"{item.GetProperty("index")}:{item.GetProperty("object")}:{item.GetProperty("embedding")}"));
        Assert.True(session.Embedded.Single().Normalize);
    }

    [Fact]
    public async Task Embeds_as_base64_of_little_endian_floats()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Vector = [0.6f, 0.8f] });
        var json = await goat.AskAsync("/v1/embeddings", """{"model":"goat-tiny-kjv","input":"a","encoding_format":"base64"}""");
        var bytes = Convert.FromBase64String(json.GetProperty("data")[0].GetProperty("embedding").GetString()!);
        Assert.Equal([0.6f, 0.8f], MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    [Fact]
    public async Task Fewer_dimensions_are_of_length_1_again()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Vector = [3, 4, 12] });
        var json = await goat.AskAsync("/v1/embeddings", """{"model":"goat-tiny-kjv","input":[7,8],"dimensions":2}""");
        Assert.Equal("[0.6,0.8]", json.GetProperty("data")[0].GetProperty("embedding").GetRawText());
    }

    [Theory]
    [InlineData("""{"model":"goat-tiny-kjv"}""", "input")]
    [InlineData("""{"model":"goat-tiny-kjv","input":[]}""", "input")]
    [InlineData("""{"model":"goat-tiny-kjv","input":[1,"a"]}""", "input")]
    [InlineData("""{"model":"goat-tiny-kjv","input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("""{"model":"goat-tiny-kjv","input":"a","dimensions":4}""", "dimensions")]
    public async Task What_is_wrong_is_refused_by_its_name(string body, string param)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession { Vector = [1, 2, 3] });
        var response = await goat.PostAsync("/v1/embeddings", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(param, (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("/v1/rerank")]
    [InlineData("/reranking")]
    public async Task Ranks_documents_best_first(string path)
    {
        var session = new ScriptedSession { Limits = new SessionLimits { ContextTokens = 1, Engine = "script", Ranks = true }, Scores = [-1, 2.5f, 0] };
        await using var goat = await ServedGoat.StartAsync(session);
        var json = await goat.AskAsync(path, """{"model":"goat-tiny-kjv","query":"q","documents":["a",{"text":"b"},"c"],"top_n":2,"return_documents":true}""");
        Assert.Equal(["1:2.5:b", "2:0:c"], json.GetProperty("results").EnumerateArray().Select(item =>
            $"{item.GetProperty("index")}:{item.GetProperty("relevance_score")}:{item.GetProperty("document").GetProperty("text")}"));
        Assert.Equal(9, json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task A_model_that_ranks_nothing_is_named()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var response = await goat.PostAsync("/v1/rerank", """{"model":"goat-tiny-kjv","query":"q","documents":["a"]}""");
        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        var error = (await ServedGoat.JsonAsync(response)).GetProperty("error");
        Assert.Equal("not_supported_error", error.GetProperty("type").GetString());
        Assert.Contains("goat-tiny-kjv", error.GetProperty("message").GetString());
    }
}
