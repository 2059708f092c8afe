using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Ollama;

public sealed class EmbedTests
{
    [Theory]
    [InlineData("\"hello\"", 1)]
    [InlineData("[\"hello\",\"a red fox\"]", 2)]
    [InlineData("[]", 0)]
    [InlineData("\"\"", 0)]
    public async Task Embeds_one_text_or_several(string input, int count)
    {
        var session = new ScriptedSession { Vector = [0.6f, 0.8f] };
        await using var ollama = await ServedOllama.StartAsync(session);
        var answer = await ollama.AskAsync("/api/embed", $$"""{"model":"goat-tiny-kjv","input":{{input}}}""");
        Assert.Equal(count, answer.GetProperty("embeddings").GetArrayLength());
        Assert.Equal(3 * count, answer.GetProperty("prompt_eval_count").GetInt32());
        Assert.True(answer.GetProperty("total_duration").GetInt64() >= answer.GetProperty("load_duration").GetInt64());
        Assert.All(session.Embedded, request => Assert.True(request is { Truncate: true, Normalize: true }));
    }

    [Fact]
    public async Task Cuts_to_the_dimensions_asked_for_and_scales_again()
    {
        await using var ollama = await ServedOllama.StartAsync(new ScriptedSession { Vector = [0.36f, 0.48f, 0.8f] });
        var answer = await ollama.AskAsync("/api/embed", """{"model":"goat-tiny-kjv","input":"a","dimensions":2}""");
        var vector = answer.GetProperty("embeddings")[0];
        Assert.Equal(2, vector.GetArrayLength());
        Assert.Equal((0.6f, 0.8f), (vector[0].GetSingle(), vector[1].GetSingle()), (one, other) => Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) < 1e-6);
    }

    [Fact]
    public async Task Embeds_as_it_was_before()
    {
        var session = new ScriptedSession { Vector = [3, 4] };
        await using var ollama = await ServedOllama.StartAsync(session);
        var answer = await ollama.AskAsync("/api/embeddings", """{"model":"goat-tiny-kjv","prompt":"a"}""");
        Assert.Equal("""{"embedding":[3,4]}""", answer.GetRawText());
        Assert.False(session.Embedded.Single().Normalize);
        Assert.Equal("""{"embedding":[]}""", (await ollama.AskAsync("/api/embeddings", """{"model":"goat-tiny-kjv"}""")).GetRawText());
    }

    [Theory]
    [InlineData("/api/embed", """{"model":"none","input":"a"}""", 404, "model 'none' not found")]
    [InlineData("/api/embeddings", """{"model":"none","prompt":"a"}""", 404, "model 'none' not found")]
    [InlineData("/api/embed", """{"model":"goat-tiny-kjv","input":7}""", 400, "invalid input type")]
    [InlineData("/api/embed", """{"model":"goat-tiny-kjv","input":["a",7]}""", 400, "invalid input type")]
    [InlineData("/api/embed", """{"model":"goat-tiny-kjv","input":"a"}""", 400, "No embeddings.")]
    public async Task Refuses_in_Ollamas_words(string path, string body, int status, string error)
    {
        await using var ollama = await ServedOllama.StartAsync();
        var refused = await ollama.RefusedAsync(path, body);
        Assert.Equal(status, (int)refused.Status);
        Assert.Contains(error, refused.Error);
    }
}
