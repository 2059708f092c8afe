using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Http.Ollama.Answers;
using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary><c>/api/embed</c>, and <c>/api/embeddings</c> as it was before: texts as vectors.</summary>
internal sealed class EmbedEndpoint(IChatModels models, OptionFields options, TimeProvider time) : IApiEndpoints
{
    private const int MostInputs = 4096;

    public void Map(WebApplication app)
    {
        app.MapPost("/api/embed", (RequestDelegate)EmbedAsync)
            .Noted("Ollama", "Texts as vectors.", "model", "input").Takes(OllamaJson.Default.EmbedBody).Answers(OllamaJson.Default.EmbedAnswer);
        app.MapPost("/api/embeddings", (RequestDelegate)EmbedOneAsync)
            .Noted("Ollama", "A text as a vector, as it was before.", "model")
            .Takes(OllamaJson.Default.OllamaEmbeddingsBody).Answers(OllamaJson.Default.EmbeddingsAnswer);
    }

    private async Task EmbedAsync(HttpContext context)
    {
        var (began, ct) = (time.GetTimestamp(), context.RequestAborted);
        var body = await RequestBody.ReadAsync(context);
        var (name, inputs) = (ModelField.Read(body), Inputs(body));
        var dimensions = Dimensions(body);
        await using var session = await OpenAsync(body, name, ct);
        var loaded = time.GetElapsedTime(began);
        var request = new EmbeddingRequest(inputs) { Truncate = body.Boolean("truncate") ?? true };
        var result = inputs.Count == 0 ? new EmbeddingResult([], 0) : await session.EmbedAsync(request, ct);
        var vectors = result.Vectors.Select(vector => dimensions < vector.Length ? Cut(vector.Span[..dimensions.Value]) : vector).ToList();
        var answer = new EmbedAnswer(name, vectors, Nanoseconds(time.GetElapsedTime(began)), Nanoseconds(loaded), result.PromptTokens);
        await JsonAnswer.WriteAsync(context, answer, OllamaJson.Default.EmbedAnswer);
    }

    private async Task EmbedOneAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var (name, prompt) = (ModelField.Read(body), body.Text("prompt") ?? "");
        await using var session = await OpenAsync(body, name, ct);
        var request = new EmbeddingRequest([new EmbeddingInput { Text = prompt }]) { Truncate = true, Normalize = false };
        var vector = prompt.Length == 0 ? default : (await session.EmbedAsync(request, ct)).Vectors[0];
        await JsonAnswer.WriteAsync(context, new EmbeddingsAnswer(vector), OllamaJson.Default.EmbeddingsAnswer);
    }

    private async Task<IModelSession> OpenAsync(JsonFields body, string name, CancellationToken ct)
    {
        var open = GenerationFields.Open(body, options.Read(body.Get("options")));
        var model = await models.FindAsync(name, ct) ?? throw OllamaFailure.NoModel(name);
        return await models.OpenAsync(model, open, ct);
    }

    private static List<EmbeddingInput> Inputs(JsonFields body)
    {
        if (body.Get("input") is not { } input) return [];
        if (input.ValueKind == JsonValueKind.String) return input.ValueEquals(""u8) ? [] : [Input(input)];
        if (input.ValueKind != JsonValueKind.Array || input.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw new ApiException(400, "invalid input type: input must be a string or an array of strings") { Param = "input" };
        if (input.GetArrayLength() > MostInputs) throw ApiException.WrongField("input", $"at most {MostInputs} texts");
        return [.. input.EnumerateArray().Select(Input)];
    }

    private static EmbeddingInput Input(JsonElement text) => new() { Text = text.GetString() };

    private static int? Dimensions(JsonFields body) => body.Integer("dimensions", 0) is > 0 and var dimensions ? dimensions : null;

    /// <summary>The beginning of a vector, scaled to length 1 again.</summary>
    private static ReadOnlyMemory<float> Cut(ReadOnlySpan<float> vector)
    {
        var sum = 0d;
        foreach (var value in vector) sum += (double)value * value;
        var scale = sum > 0 ? 1 / Math.Sqrt(sum) : 0;
        var cut = new float[vector.Length];
        for (var i = 0; i < cut.Length; i++) cut[i] = (float)(vector[i] * scale);
        return cut;
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
