using System.Text.Json;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>An answer with the wanted fields alone. As in llama-server one of an inner object stands beside the others.</summary>
internal static class ResponseFields
{
    public static JsonElement Pick(LlamaCompletion answer, IReadOnlyList<string> paths)
    {
        var whole = JsonSerializer.SerializeToElement(answer, LlamaServerJson.Default.LlamaCompletion);
        var picked = new Dictionary<string, JsonElement>();
        foreach (var path in paths)
        {
            var names = path.Split('/');
            if (Find(whole, names) is { } value) picked[names[^1]] = value;
        }
        return JsonSerializer.SerializeToElement(picked, LlamaServerJson.Default.DictionaryStringJsonElement);
    }

    private static JsonElement? Find(JsonElement from, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from)) return null;
        }
        return from;
    }
}
