using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Anthropic;

/// <summary>A session's words in Anthropic's.</summary>
internal static class MessageWords
{
    /// <summary>The type of a block that calls a tool.</summary>
    public const string Use = "tool_use";

    private static readonly JsonElement NoInput = JsonElement.Parse("{}"u8);

    public static string StopReason(GenerationEnd? end) => end switch
    {
        { Reason: FinishReason.Length } => "max_tokens",
        { Reason: FinishReason.ToolCalls } => "tool_use",
        { StopString: not null } => "stop_sequence",
        _ => "end_turn",
    };

    public static MessageUsage Usage(GenerationEnd? end) =>
        end is null
            ? new MessageUsage(0, 0, 0, 0)
            : new MessageUsage(end.PromptTokens - end.CachedTokens, 0, end.CachedTokens, end.GeneratedTokens);

    public static MessageBlock Text(string text) => new("text") { Text = text };

    // Anthropic signs thoughts to know them again; here nobody asks for the signature.
    public static MessageBlock Thinking(string text) => new("thinking") { Thinking = text, Signature = "" };

    public static MessageBlock Call(ToolCall call) => CallBegin(call.Id, call.Name) with { Input = Input(call.Arguments) };

    public static MessageBlock CallBegin(string id, string name) => new(Use) { Id = id, Name = name, Input = NoInput };

    /// <summary>Arguments are an object there and text here; a model that was not held to JSON may have written something else.</summary>
    private static JsonElement Input(string arguments)
    {
        try
        {
            if (JsonElement.Parse(arguments) is { ValueKind: JsonValueKind.Object } input) return input;
        }
        catch (JsonException)
        {
            // Told below as the text that it is.
        }
        var told = new Dictionary<string, string> { ["arguments"] = arguments };
        return JsonSerializer.SerializeToElement(told, AnthropicJson.Default.DictionaryStringString);
    }
}
