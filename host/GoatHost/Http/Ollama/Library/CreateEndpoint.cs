using System.Text.Json;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.Ollama.Pulling;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Library;

/// <summary><c>/api/create</c>: a model made from another, with adapters, a system prompt, messages, parameters or a licence of its own.</summary>
internal sealed class CreateEndpoint(IChatModels models, IModelLibrary library, OptionFields options) : IApiEndpoints
{
    private static readonly (string Field, string Sentence)[] NotOffered =
    [
        ("files", "Models are not made of uploaded files here: goat pull registers a .gguf file where it lies."),
        ("quantize", "Models are not quantized here: pull the quantization that you want."),
        ("template", "A template of Ollama's kind cannot be used here: the model's own is, so leave template out."),
        ("modelfile", "A Modelfile is not read here: send from, adapters, system, parameters and messages."),
    ];

    public void Map(WebApplication app) => app.MapPost("/api/create", (RequestDelegate)CreateAsync)
            .Noted("Ollama", "Make a model from another.", "model", "from")
            .Takes(OllamaJson.Default.CreateBody).Answers(OllamaJson.Default.PullLine).StreamsLines(OllamaJson.Default.PullLine);

    private async Task CreateAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var wanted = ModelField.Read(body);
        if (!ModelName.TryParse(wanted, out var name) || name.Digest is not null) throw OllamaFailure.BadName(wanted);
        foreach (var (field, sentence) in NotOffered.Where(entry => IsGiven(body, entry.Field)))
            throw OllamaFailure.NotOffered($"{field}: {sentence}");
        if (body.Text("from") is not { Length: > 0 } from)
            throw new ApiException(400, "neither 'from' or 'files' was specified") { Param = "from" };
        var changes = new ModelChanges
        {
            System = body.Text("system") is { Length: > 0 } system ? system : null,
            Messages = MessageFields.Read(body),
            Defaults = options.Read(body.Get("parameters")),
            Adapters = await AdaptersField.ReadAsync(body, library, ct),
        };
        var license = License(body);
        var parent = await models.FindAsync(from, ct) ?? throw OllamaFailure.NoModel(from);
        var made = await library.MakeAsync(name, parent, changes, license, ct);
        if (GenerationFields.Stream(body)) await TellAsync(context, made, ct);
        else await JsonAnswer.WriteAsync(context, new PullLine("success"), OllamaJson.Default.PullLine);
    }

    private static async Task TellAsync(HttpContext context, StoredModel made, CancellationToken ct)
    {
        NdjsonStream.Begin(context);
        string[] steps = [.. made.Files.Select(file => $"using existing layer sha256:{file.Sha256}"), "writing manifest", "success"];
        foreach (var step in steps) await NdjsonStream.SendAsync(context, new PullLine(step), OllamaJson.Default.PullLine, ct);
    }

    private static bool IsGiven(JsonFields body, string field) => body.Get(field) switch
    {
        null => false,
        { ValueKind: JsonValueKind.String } text => !text.ValueEquals(""u8),
        { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().Any(),
        _ => true,
    };

    private static string? License(JsonFields body) => body.Get("license") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } license ? license : null,
        { ValueKind: JsonValueKind.Array } texts when texts.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            texts.GetArrayLength() == 0 ? null : string.Join('\n', texts.EnumerateArray().Select(item => item.GetString())),
        _ => throw ApiException.WrongField("license", "a string or an array of strings"),
    };
}
