using GoatHost.Http.Ollama.Answers;
using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary><c>/api/chat</c>: answers a chat; without messages the model is only loaded, or let go.</summary>
internal sealed class ChatEndpoint(IChatModels models, OptionFields options, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app) => app.MapPost("/api/chat", (RequestDelegate)ChatAsync)
            .Noted("Ollama", "Answer a chat.", "model")
            .Takes(OllamaJson.Default.OllamaChatBody).Answers(OllamaJson.Default.ChatLine).StreamsLines(OllamaJson.Default.ChatLine);

    private async Task ChatAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var name = ModelField.Read(body);
        var defaults = options.Read(body.Get("options"));
        var (open, messages) = (GenerationFields.Open(body, defaults), MessageFields.Read(body));
        var request = GenerationFields.Read(body, defaults) with { Messages = messages, Tools = ToolFields.Read(body) };
        var model = await models.FindAsync(name, ct) ?? throw OllamaFailure.NoModel(name);
        if (messages.Count == 0)
        {
            await new Loading(models, time).AnswerAsync(context, name, model, new ChatShape(), open);
            return;
        }
        var answer = new AnswerRun(context, name, new ChatShape(), time);
        await using var session = await models.OpenAsync(model, open, ct);
        answer.Loaded();
        Abilities.Check(session.Limits, model, name, request, "chat");
        var deltas = session.GenerateAsync(request, ct);
        await (GenerationFields.Stream(body) ? answer.StreamAsync(deltas, ct) : answer.WholeAsync(deltas, ct));
    }
}
