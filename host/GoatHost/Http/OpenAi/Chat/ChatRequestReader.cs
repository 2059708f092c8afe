using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>Reads a chat request field by field, so that what is wrong can be named. Unknown fields are ignored, as OpenAI's clients expect.</summary>
internal static class ChatRequestReader
{
    private const int MostStops = 16;

    public static ChatRequest Read(JsonFields body)
    {
        if (body.Integer("n") is not (null or 1)) throw ApiException.WrongField("n", "1: one answer at a time");
        if (body.Object("logit_bias") is { } bias && bias.EnumerateObject().Any()) throw ApiException.WrongField("logit_bias", "empty: it is not supported");
        return new ChatRequest(
            body.RequiredText("model"),
            new GenerationRequest
            {
                Messages = ChatMessageReader.Read(body),
                Tools = ToolReader.Read(body),
                Format = Format(body),
                Sampling = Sampling(body),
                Stop = Stops(body),
                MaxTokens = body.Integer("max_completion_tokens", 1) ?? body.Integer("max_tokens", 1),
                LogProbabilities = body.Boolean("logprobs") == true ? body.Integer("top_logprobs", 0, 20) ?? 0 : null,
            },
            body.Boolean("stream") ?? false,
            body.Object("stream_options") is { } options && new JsonFields(options, "stream_options.").Boolean("include_usage") == true);
    }

    private static SamplingOptions Sampling(JsonFields body) => new()
    {
        Temperature = body.Number("temperature", 0, 2),
        TopP = body.Number("top_p", 0, 1),
        TopK = body.Integer("top_k", 0),
        MinP = body.Number("min_p", 0, 1),
        FrequencyPenalty = body.Number("frequency_penalty", -2, 2),
        PresencePenalty = body.Number("presence_penalty", -2, 2),
        Seed = body.Whole("seed") is { } seed ? unchecked((uint)seed) : null,
    };

    private static IReadOnlyList<string> Stops(JsonFields body)
    {
        if (body.Get("stop") is not { } stop) return [];
        if (stop.ValueKind == JsonValueKind.String) return [stop.GetString()!];
        if (stop.ValueKind != JsonValueKind.Array || stop.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)) throw ApiException.WrongField("stop", "a string or an array of strings");
        if (stop.GetArrayLength() > MostStops) throw ApiException.WrongField("stop", $"at most {MostStops} strings");
        return [.. stop.EnumerateArray().Select(item => item.GetString()!).Where(text => text.Length > 0)];
    }

    private static ResponseFormat? Format(JsonFields body)
    {
        if (body.Object("response_format") is not { } json) return null;
        var format = new JsonFields(json, "response_format.");
        switch (format.RequiredText("type"))
        {
            case "text":
                return null;
            case "json_object":
                return new ResponseFormat(format.Object("schema")?.Clone());
            case "json_schema":
                var schema = format.Object("json_schema") ?? throw ApiException.WrongField("response_format.json_schema", "an object");
                return new ResponseFormat(new JsonFields(schema, "response_format.json_schema.").Object("schema")?.Clone());
            default:
                throw ApiException.WrongField("response_format.type", "text, json_object or json_schema");
        }
    }
}
