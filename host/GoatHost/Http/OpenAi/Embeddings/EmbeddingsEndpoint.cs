using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi.Embeddings;

/// <summary><c>/v1/embeddings</c>: texts as vectors of length 1.</summary>
internal sealed class EmbeddingsEndpoint(IChatModels models) : IApiEndpoints
{
    private const int MostInputs = 2048;

    public void Map(WebApplication app) => app
        .MapPost("/v1/embeddings", (RequestDelegate)EmbedAsync)
        .Noted("OpenAI", "Texts as vectors.", "model", "input")
        .Takes(OpenAiJson.Default.EmbeddingsBody).Answers(OpenAiJson.Default.FloatEmbeddings).Answers(OpenAiJson.Default.Base64Embeddings);

    private async Task EmbedAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var (name, base64, dimensions) = (body.RequiredText("model"), IsBase64(body), body.Integer("dimensions", 1));
        var inputs = PromptField.Inputs(body, "input", MostInputs);
        await using var session = await models.OpenAsync(name, ct);
        var result = await session.EmbedAsync(new EmbeddingRequest(inputs), ct);
        var vectors = result.Vectors.Select(vector => Shorten(body, vector, dimensions)).ToList();
        // OpenAI's own package asks for base64 unless it is told otherwise.
        await (base64
            ? JsonAnswer.WriteAsync(context, List(name, vectors.Select(Base64), result), OpenAiJson.Default.Base64Embeddings)
            : JsonAnswer.WriteAsync(context, List(name, vectors.Select(Numbers), result), OpenAiJson.Default.FloatEmbeddings));
    }

    private static EmbeddingList<T> List<T>(string model, IEnumerable<T> vectors, EmbeddingResult result)
    {
        var usage = new EmbeddingUsage(result.PromptTokens, result.PromptTokens);
        var data = vectors.Select((vector, at) => new EmbeddingAnswer<T>("embedding", at, vector));
        return new EmbeddingList<T>("list", [.. data], model, usage);
    }

    private static bool IsBase64(JsonFields body) => body.Text("encoding_format") switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw body.Wrong("encoding_format", "float or base64"),
    };

    private static float[] Numbers(ReadOnlyMemory<float> vector) => vector.ToArray();

    private static string Base64(ReadOnlyMemory<float> vector) => Convert.ToBase64String(MemoryMarshal.AsBytes(vector.Span));

    /// <summary>The first dimensions alone, scaled to length 1 again.</summary>
    private static ReadOnlyMemory<float> Shorten(JsonFields body, ReadOnlyMemory<float> vector, int? dimensions)
    {
        if (dimensions is not { } wanted || wanted == vector.Length) return vector;
        if (wanted > vector.Length) throw body.Wrong("dimensions", $"at most {vector.Length}, which this model has");
        var kept = vector[..wanted].ToArray();
        var length = Math.Sqrt(kept.Sum(x => (double)x * x));
        return length > 0 ? kept.Select(x => (float)(x / length)).ToArray() : kept;
    }
}
