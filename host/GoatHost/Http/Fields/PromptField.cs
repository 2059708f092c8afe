using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Fields;

/// <summary>Reads raw prompts: a text, its tokens, or a list of either.</summary>
internal static class PromptField
{
    /// <summary>One request for each prompt.</summary>
    public static IReadOnlyList<GenerationRequest> Read(JsonFields body, string name, int most, GenerationRequest common)
    {
        var inputs = Inputs(body, name, most);
        return [.. inputs.Select(input => common with { Prompt = input.Text, PromptTokens = input.Tokens })];
    }

    /// <summary>The same forms, as texts to embed.</summary>
    public static IReadOnlyList<EmbeddingInput> Inputs(JsonFields body, string name, int most)
    {
        if (body.Get(name) is not { } json) throw Wrong(body, name);
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 0) throw Wrong(body, name);
        if (json.ValueKind != JsonValueKind.Array || json[0].ValueKind == JsonValueKind.Number) return [One(body, name, json)];
        if (json.GetArrayLength() > most) throw body.Wrong(name, $"at most {most} at once");
        return [.. json.EnumerateArray().Select(item => One(body, name, item))];
    }

    private static EmbeddingInput One(JsonFields body, string name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new EmbeddingInput { Text = json.GetString() },
        JsonValueKind.Array when json.GetArrayLength() > 0 =>
            new EmbeddingInput { Tokens = [.. json.EnumerateArray().Select(token => Token(body, name, token))] },
        _ => throw Wrong(body, name),
    };

    private static int Token(JsonFields body, string name, JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var token) && token >= 0 ? token : throw Wrong(body, name);

    private static ApiException Wrong(JsonFields body, string name) =>
        body.Wrong(name, "a string, an array of token ids, or an array of either");
}
