using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Anthropic;

/// <summary>Reads messages made of blocks.</summary>
/// <remarks>The results of tools are blocks of a user's message there, and messages of their own here.</remarks>
internal static class MessageBlockReader
{
    public static IReadOnlyList<ChatMessage> Read(JsonFields body)
    {
        if (body.Array("messages")?.GetArrayLength() is null or 0) throw body.Wrong("messages", "an array of at least one message");
        var messages = new List<ChatMessage>();
        if (TextOrNothing(body, "system") is { Length: > 0 } system) messages.Add(new ChatMessage("system", system));
        foreach (var message in body.Items("messages"))
        {
            switch (message.RequiredText("role"))
            {
                case "user":
                    AddUser(messages, message);
                    break;
                case "assistant":
                    messages.Add(Assistant(message));
                    break;
                default:
                    throw message.Wrong("role", "user or assistant");
            }
        }
        return messages;
    }

    private static void AddUser(List<ChatMessage> messages, JsonFields message)
    {
        if (message.Get("content") is { ValueKind: JsonValueKind.String } whole)
        {
            messages.Add(new ChatMessage("user", whole.GetString()!));
            return;
        }
        var text = new StringBuilder();
        foreach (var block in Blocks(message))
        {
            switch (block.RequiredText("type"))
            {
                case "text":
                    text.Append(block.Text("text"));
                    break;
                case "tool_result":
                    messages.Add(new ChatMessage("tool", TextOrNothing(block, "content")) { ToolCallId = block.RequiredText("tool_use_id") });
                    break;
                default:
                    throw block.Wrong("type", "text or tool_result: images and documents cannot be given to a model here");
            }
        }
        if (text.Length > 0 || messages is not [.., { Role: "tool" }]) messages.Add(new ChatMessage("user", text.ToString()));
    }

    private static ChatMessage Assistant(JsonFields message)
    {
        if (message.Get("content") is { ValueKind: JsonValueKind.String } whole) return new ChatMessage("assistant", whole.GetString()!);
        var (text, thinking, calls) = (new StringBuilder(), new StringBuilder(), new List<ToolCall>());
        foreach (var block in Blocks(message))
        {
            switch (block.RequiredText("type"))
            {
                case "text":
                    text.Append(block.Text("text"));
                    break;
                case "thinking":
                    thinking.Append(block.Text("thinking"));
                    break;
                case "redacted_thinking":
                    break;
                case "tool_use":
                    var input = block.Object("input")?.GetRawText() ?? "{}";
                    calls.Add(new ToolCall(block.RequiredText("id"), block.RequiredText("name"), input));
                    break;
                default:
                    throw block.Wrong("type", "text, thinking or tool_use");
            }
        }
        return new ChatMessage("assistant", text.ToString())
        {
            Reasoning = thinking.Length > 0 ? thinking.ToString() : null,
            ToolCalls = calls,
        };
    }

    /// <summary>A string, blocks of text, or nothing.</summary>
    private static string TextOrNothing(JsonFields fields, string name)
    {
        if (fields.Get(name) is null) return "";
        if (fields.Get(name) is { ValueKind: JsonValueKind.String } whole) return whole.GetString()!;
        if (fields.Array(name) is null) throw fields.Wrong(name, "a string or an array of blocks");
        var texts = fields.Items(name).Select(block => block.RequiredText("type") == "text"
            ? block.Text("text")
            : throw block.Wrong("type", "text: images and documents cannot be given to a model here"));
        return string.Join('\n', texts);
    }

    private static IEnumerable<JsonFields> Blocks(JsonFields message) =>
        message.Array("content") is null ? throw message.Wrong("content", "a string or an array of blocks") : message.Items("content");
}
