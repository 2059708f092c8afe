using System.Buffers;
using System.Text.Json;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Library;

/// <summary><c>/api/show</c>: all that is known of a model.</summary>
internal sealed class ShowEndpoint(IChatModels models, IModelLibrary library) : IApiEndpoints
{
    public void Map(WebApplication app) => app.MapPost("/api/show", (RequestDelegate)ShowAsync)
            .Noted("Ollama", "Show what is known of a model.", "model").Takes(OllamaJson.Default.ShowBody).Answers(OllamaJson.Default.ShowAnswer);

    private async Task ShowAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var (name, verbose) = (ModelField.Read(body), body.Boolean("verbose") == true);
        var model = await models.FindAsync(name, ct) ?? throw OllamaFailure.NoModel(name);
        var header = await library.ReadHeaderAsync(model, ct);
        var arrays = verbose ? await library.ReadArraysAsync(model, header, ct) : null;
        await JsonAnswer.WriteAsync(context, Write(model, header, arrays));
    }

    private static ReadOnlyMemory<byte> Write(
        StoredModel model, GgufFile header, IReadOnlyDictionary<string, IReadOnlyList<GgufValue>>? arrays)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, JsonAnswer.Plain))
        {
            var changes = model.Derivation?.Changes ?? new ModelChanges();
            json.WriteStartObject();
            if (model.License is { } license) json.WriteString("license"u8, license);
            json.WriteString("modelfile"u8, ModelFile(model, changes));
            json.WriteString("parameters"u8, ParameterText.Lines(changes.Defaults));
            json.WriteString("template"u8, model.Summary.ChatTemplate ?? "");
            if (changes.System is { } system) json.WriteString("system"u8, system);
            json.WritePropertyName("details"u8);
            JsonSerializer.Serialize(json, ModelDetails.Of(model), OllamaJson.Default.ModelDetails);
            if (changes.Messages.Count > 0) WriteMessages(json, changes);
            ModelInfo.Write(json, header, model.Summary, arrays);
            if (arrays is not null) ModelInfo.WriteTensors(json, header);
            json.WriteStartArray("capabilities"u8);
            foreach (var capability in ModelCapabilities.Of(model.Summary, header)) json.WriteStringValue(capability);
            json.WriteEndArray();
            json.WriteString("modified_at"u8, model.AddedAt.UtcDateTime);
            json.WriteEndObject();
        }
        return bytes.WrittenMemory;
    }

    private static void WriteMessages(Utf8JsonWriter json, ModelChanges changes)
    {
        json.WriteStartArray("messages"u8);
        foreach (var message in changes.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, message.Role);
            json.WriteString("content"u8, message.Content);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The same as a Modelfile would say it; the template is left out, which is Jinja here and Go's there.</summary>
    private static string ModelFile(StoredModel model, ModelChanges changes)
    {
        const string Quotes = "\"\"\"";
        List<string> lines = [$"# What {model.FullName} is made of.", $"FROM {model.Derivation?.From ?? model.FullName}"];
        lines.AddRange((changes.Adapters ?? []).Select(adapter => $"ADAPTER {adapter.Name}"));
        if (changes.System is { } system) lines.Add($"SYSTEM {Quotes}{system}{Quotes}");
        lines.AddRange(ParameterText.Of(changes.Defaults).Select(parameter => $"PARAMETER {parameter.Name} {parameter.Value}"));
        lines.AddRange(changes.Messages.Select(message => $"MESSAGE {message.Role} {Quotes}{message.Content}{Quotes}"));
        return string.Join('\n', lines) + '\n';
    }
}
