using System.Net;
using System.Text;
using System.Text.Json;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http;

/// <summary>What <c>/openapi.json</c> says is what there is.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_route_says_whose_it_is_and_what_it_does()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var json = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/openapi.json"));
        Assert.Equal("3.1.0", json.GetProperty("openapi").GetString());
        var silent = Operations(json).Where(operation => operation.Json.GetProperty("summary").GetString() is "" || operation.Json.GetProperty("tags").GetArrayLength() == 0);
        Assert.Empty(silent.Select(operation => $"{operation.Method} {operation.Path}"));
    }

    [Fact]
    public async Task Every_route_that_is_told_is_served()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var json = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/openapi.json"));
        foreach (var (path, method, _) in Operations(json))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path.Replace('{', 'x').Replace('}', 'x'));
            if (method is "post" or "delete") request.Content = new StringContent("{", Encoding.UTF8, "application/json");
            using var response = await goat.Client.SendAsync(request);
            var said = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode != HttpStatusCode.MethodNotAllowed && !said.Contains("There is no GET", StringComparison.Ordinal) && !said.Contains("There is no POST", StringComparison.Ordinal), $"{method} {path}: {said}");
        }
    }

    [Theory]
    [InlineData("/v1/models", "get")]
    [InlineData("/v1/models/{id}", "get")]
    [InlineData("/v1/chat/completions", "post")]
    [InlineData("/v1/completions", "post")]
    [InlineData("/v1/embeddings", "post")]
    [InlineData("/v1/responses", "post")]
    [InlineData("/v1/responses/input_tokens", "post")]
    [InlineData("/v1/rerank", "post")]
    [InlineData("/v1/messages", "post")]
    [InlineData("/v1/messages/count_tokens", "post")]
    [InlineData("/health", "get")]
    [InlineData("/props", "get")]
    [InlineData("/slots", "get")]
    [InlineData("/tokenize", "post")]
    [InlineData("/detokenize", "post")]
    [InlineData("/apply-template", "post")]
    [InlineData("/completion", "post")]
    [InlineData("/infill", "post")]
    [InlineData("/embedding", "post")]
    [InlineData("/reranking", "post")]
    [InlineData("/", "get")]
    [InlineData("/api/version", "get")]
    [InlineData("/api/tags", "get")]
    [InlineData("/api/ps", "get")]
    [InlineData("/api/show", "post")]
    [InlineData("/api/generate", "post")]
    [InlineData("/api/chat", "post")]
    [InlineData("/api/embed", "post")]
    [InlineData("/api/embeddings", "post")]
    [InlineData("/api/pull", "post")]
    [InlineData("/api/create", "post")]
    [InlineData("/api/copy", "post")]
    [InlineData("/api/delete", "delete")]
    [InlineData("/openapi.json", "get")]
    public async Task What_people_look_for_is_told(string path, string method)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var json = await ServedGoat.JsonAsync(await goat.Client.GetAsync("/openapi.json"));
        Assert.True(json.GetProperty("paths").TryGetProperty(path, out var operations) && operations.TryGetProperty(method, out _), $"{method} {path}");
    }

    [Fact]
    public async Task Parameters_and_required_fields_are_told()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var paths = (await ServedGoat.JsonAsync(await goat.Client.GetAsync("/openapi.json"))).GetProperty("paths");
        Assert.Equal("id", paths.GetProperty("/v1/models/{id}").GetProperty("get").GetProperty("parameters")[0].GetProperty("name").GetString());
        var body = paths.GetProperty("/v1/messages").GetProperty("post").GetProperty("requestBody");
        var required = body.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("required");
        Assert.Equal(["model", "max_tokens", "messages"], required.EnumerateArray().Select(name => name.GetString()));
    }

    private static IEnumerable<(string Path, string Method, JsonElement Json)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);
}
