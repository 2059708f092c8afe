using System.Text.Json;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>Reads <c>prompt</c>: a string, tokens, both mixed, an object with <c>prompt_string</c>, or a list of these.</summary>
internal static class MixedPromptField
{
    private const int MostPieces = 1 << 20;

    public static IReadOnlyList<MixedPrompt> Read(JsonFields body, int most)
    {
        if (body.Get("prompt") is not { } json) throw Wrong(body);
        if (!IsList(json)) return [One(body, json)];
        if (json.GetArrayLength() > most) throw body.Wrong("prompt", $"at most {most} at once");
        return [.. json.EnumerateArray().Select(item => One(body, item))];
    }

    /// <summary>Whether these are several prompts. An array with a number in it is one, as is any other value.</summary>
    public static bool IsList(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(item => item.ValueKind != JsonValueKind.Number);

    private static MixedPrompt One(JsonFields body, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new MixedPrompt([new PromptPiece(json.GetString(), null)]),
        JsonValueKind.Object => new MixedPrompt([new PromptPiece(Text(new JsonFields(json, "prompt.")), null)]),
        JsonValueKind.Array when json.GetArrayLength() is > 0 and <= MostPieces => new MixedPrompt(Pieces(body, json)),
        _ => throw Wrong(body),
    };

    private static string Text(JsonFields prompt)
    {
        if (prompt.Array("multimodal_data") is { } media && media.GetArrayLength() > 0)
            throw prompt.Wrong("multimodal_data", "left out: images and sound cannot be given to a model here");
        return prompt.RequiredText("prompt_string");
    }

    private static List<PromptPiece> Pieces(JsonFields body, JsonElement json)
    {
        var pieces = new List<PromptPiece>();
        var tokens = new List<int>();
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var token) && token >= 0)
            {
                tokens.Add(token);
                continue;
            }
            if (item.ValueKind != JsonValueKind.String) throw Wrong(body);
            EndTokens();
            pieces.Add(new PromptPiece(item.GetString(), null));
        }
        EndTokens();
        return pieces;

        void EndTokens()
        {
            if (tokens.Count > 0) pieces.Add(new PromptPiece(null, [.. tokens]));
            tokens.Clear();
        }
    }

    private static ApiException Wrong(JsonFields body) =>
        body.Wrong("prompt", "a string, an array of token ids and strings, an object with prompt_string, or an array of these");
}
