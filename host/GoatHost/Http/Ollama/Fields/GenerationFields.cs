using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Http.Ollama.Fields;

/// <summary>Reads what <c>/api/generate</c> and <c>/api/chat</c> have in common.</summary>
internal static class GenerationFields
{
    private static readonly string[] Levels = ["low", "medium", "high"];

    public static bool Stream(JsonFields body) => body.Boolean("stream") ?? true;

    public static OpenOptions Open(JsonFields body, ModelDefaults options) =>
        new() { Session = options.Session, KeepAlive = KeepAliveField.Read(body) };

    /// <summary>A request without its prompt.</summary>
    public static GenerationRequest Read(JsonFields body, ModelDefaults options)
    {
        var (think, effort) = Think(body);
        return new GenerationRequest
        {
            Format = Format(body),
            Think = think,
            ReasoningEffort = effort,
            Sampling = options.Sampling,
            Stop = options.Stop,
            MaxTokens = options.MaxTokens,
            KeepTokens = options.KeepTokens ?? 0,
            LogProbabilities = LogProbabilities(body),
            // Nothing is cut in silence: what Ollama does unasked is done here only when it was asked for, and told.
            DropOldestMessages = body.Boolean("truncate") == true,
            ShiftContext = body.Boolean("shift") == true,
        };
    }

    private static ResponseFormat? Format(JsonFields body) => body.Get("format") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.ValueEquals(""u8) => null,
        { ValueKind: JsonValueKind.String } text when text.ValueEquals("json"u8) => new ResponseFormat(Schema: null),
        { ValueKind: JsonValueKind.Object } schema => new ResponseFormat(schema),
        { } other => throw Invalid("format", $"invalid format: {Shown(other)}; expected \"json\" or a valid JSON Schema object"),
    };

    private static (bool? Think, string? Effort) Think(JsonFields body) => body.Get("think") switch
    {
        null => (null, null),
        { ValueKind: JsonValueKind.True } => (true, null),
        { ValueKind: JsonValueKind.False } => (false, null),
        // Templates know three levels.
        { ValueKind: JsonValueKind.String } text when text.ValueEquals("max"u8) => (true, "high"),
        { ValueKind: JsonValueKind.String } text when Levels.Contains(text.GetString()) => (true, text.GetString()),
        { } other => throw Invalid(
            "think", $"invalid think value: {Shown(other)} (must be \"high\", \"medium\", \"low\", \"max\", true, or false)"),
    };

    private static int? LogProbabilities(JsonFields body)
    {
        var top = body.Whole("top_logprobs") ?? 0;
        if (top is < 0 or > 20) throw Invalid("top_logprobs", "top_logprobs must be between 0 and 20");
        return body.Boolean("logprobs") == true ? (int)top : null;
    }

    private static ApiException Invalid(string field, string sentence) => new(400, sentence) { Param = field };

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
