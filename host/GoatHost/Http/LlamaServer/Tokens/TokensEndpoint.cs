using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Chat;
using GoatHost.Http.OpenAi;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer.Tokens;

/// <summary><c>/tokenize</c>, <c>/detokenize</c>, <c>/apply-template</c>: text to tokens and back, and a chat as a prompt.</summary>
internal sealed class TokensEndpoint(IChatModels models) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapPost("/tokenize", (RequestDelegate)TokenizeAsync).Noted("llama-server", "A text as tokens.")
            .Takes(LlamaServerJson.Default.TokenizeBody).Answers(LlamaServerJson.Default.LlamaTokens).Answers(LlamaServerJson.Default.LlamaPieces);
        app.MapPost("/detokenize", (RequestDelegate)DetokenizeAsync).Noted("llama-server", "Tokens as text.", "tokens")
            .Takes(LlamaServerJson.Default.DetokenizeBody).Answers(LlamaServerJson.Default.LlamaContent);
        app.MapPost("/apply-template", (RequestDelegate)RenderAsync).Noted("llama-server", "A chat as the model is given it.", "messages")
            .Takes(OpenAiJson.Default.ChatBody).Answers(LlamaServerJson.Default.LlamaPrompt);
    }

    private async Task TokenizeAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var request = new TokenizeRequest(body.Text("content") ?? "")
        {
            AddMarks = body.Boolean("add_special") ?? false,
            ReadMarks = body.Boolean("parse_special") ?? true,
        };
        await using var session = await OpenAsync(body, ct);
        var tokens = await session.TokenizeAsync(request, ct);
        if (body.Boolean("with_pieces") != true)
        {
            await JsonAnswer.WriteAsync(context, new LlamaTokens(tokens), LlamaServerJson.Default.LlamaTokens);
            return;
        }
        var pieces = await session.DetokenizeAsync(tokens, ct);
        var answer = new LlamaPieces([.. tokens.Zip(pieces, (id, piece) => new LlamaPiece(id, Piece(piece.Span)))]);
        await JsonAnswer.WriteAsync(context, answer, LlamaServerJson.Default.LlamaPieces);
    }

    private async Task DetokenizeAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var isEmpty = body.Array("tokens")?.GetArrayLength() == 0;
        var tokens = isEmpty ? [] : PromptField.Inputs(body, "tokens", most: 1)[0].Tokens;
        if (tokens is null) throw body.Wrong("tokens", "an array of token ids");
        await using var session = await OpenAsync(body, ct);
        var content = new LlamaContent(await TokenTexts.JoinAsync(session, tokens, ct));
        await JsonAnswer.WriteAsync(context, content, LlamaServerJson.Default.LlamaContent);
    }

    private async Task RenderAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var request = ChatRequestReader.Read(body, await models.NameAsync(body, ct));
        await using var session = await models.OpenAsync(request.Model, ct);
        var generation = request.Generation with { Adapters = LoraField.Read(body, session.Limits) };
        var prompt = new LlamaPrompt(await session.RenderAsync(generation, ct));
        await JsonAnswer.WriteAsync(context, prompt, LlamaServerJson.Default.LlamaPrompt);
    }

    private async Task<IModelSession> OpenAsync(JsonFields body, CancellationToken ct) =>
        await models.OpenAsync(await models.NameAsync(body, ct), ct);

    private static JsonElement Piece(ReadOnlySpan<byte> bytes)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            if (Utf8.IsValid(bytes))
            {
                writer.WriteStringValue(bytes);
            }
            else
            {
                writer.WriteStartArray();
                foreach (var one in bytes) writer.WriteNumberValue(one);
                writer.WriteEndArray();
            }
        }
        return JsonElement.Parse(json.WrittenSpan);
    }
}
