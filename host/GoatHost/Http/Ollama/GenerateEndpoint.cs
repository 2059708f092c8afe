using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Http.Ollama.Answers;
using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary><c>/api/generate</c>: goes on from a prompt; without one the model is only loaded, or let go.</summary>
internal sealed class GenerateEndpoint(IChatModels models, OptionFields options, TimeProvider time) : IApiEndpoints
{
    private const int LongestContext = 1 << 20;

    public void Map(WebApplication app) => app.MapPost("/api/generate", (RequestDelegate)GenerateAsync)
            .Noted("Ollama", "Go on from a prompt.", "model")
            .Takes(OllamaJson.Default.GenerateBody).Answers(OllamaJson.Default.GenerateLine).StreamsLines(OllamaJson.Default.GenerateLine);

    private async Task GenerateAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var name = ModelField.Read(body);
        var defaults = options.Read(body.Get("options"));
        var (open, request) = (GenerationFields.Open(body, defaults), GenerationFields.Read(body, defaults));
        var (prompt, raw, earlier) = (body.Text("prompt") ?? "", body.Boolean("raw") == true, Earlier(body));
        Check(body, raw);
        var model = await models.FindAsync(name, ct) ?? throw OllamaFailure.NoModel(name);
        if (prompt.Length == 0)
        {
            await new Loading(models, time).AnswerAsync(context, name, model, new GenerateShape(), open);
            return;
        }
        var conversation = new ContextTokens(raw || body.Text("suffix") is { Length: > 0 } ? null : earlier ?? []);
        var answer = new AnswerRun(context, name, new GenerateShape(), time) { ContextOf = conversation.WithAsync };
        await using var session = await models.OpenAsync(model, open, ct);
        answer.Loaded();
        Abilities.Check(session.Limits, model, name, request, "generate");
        request = await conversation.BeginAsync(session, Prompted(request, body, model, prompt, raw), ct);
        var deltas = session.GenerateAsync(request, ct);
        await (GenerationFields.Stream(body) ? answer.StreamAsync(deltas, ct) : answer.WholeAsync(deltas, ct));
    }

    private static void Check(JsonFields body, bool raw)
    {
        MessageFields.RefuseImages(body);
        var (template, system) = (body.Text("template"), body.Text("system"));
        var context = body.Array("context") is { } tokens && tokens.GetArrayLength() > 0;
        if (raw && (template is { Length: > 0 } || system is { Length: > 0 } || context))
            throw new ApiException(400, "raw mode does not support template, system, or context");
        if (template is { Length: > 0 })
            throw OllamaFailure.NotOffered("A request has no template here: the model's own is used; send the whole prompt with raw.");
    }

    private static GenerationRequest Prompted(GenerationRequest request, JsonFields body, StoredModel model, string prompt, bool raw)
    {
        if (raw) return request with { Prompt = prompt, Suffix = body.Text("suffix") };
        if (body.Text("suffix") is { Length: > 0 } suffix) return request with { Prompt = prompt, Suffix = suffix };
        var system = body.Text("system") is { Length: > 0 } given ? given : null;
        if (model.Summary.ChatTemplate is null) return request with { Prompt = system is null ? prompt : $"{system}\n\n{prompt}" };
        var user = new ChatMessage("user", prompt);
        return request with { Messages = system is null ? [user] : [new ChatMessage("system", system), user] };
    }

    /// <summary>The conversation so far, as an earlier answer gave it.</summary>
    private static int[]? Earlier(JsonFields body)
    {
        if (body.Array("context") is not { } array) return null;
        if (array.GetArrayLength() > LongestContext) throw ApiException.WrongField("context", $"at most {LongestContext} tokens");
        return [.. array.EnumerateArray().Select(Token)];
    }

    private static int Token(JsonElement item) => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var token) && token >= 0
        ? token
        : throw ApiException.WrongField("context", "an array of token ids");
}
