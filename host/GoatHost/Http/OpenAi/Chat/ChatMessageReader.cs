using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>Reads the messages of a chat request.</summary>
internal static class ChatMessageReader
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    public static IReadOnlyList<ChatMessage> Read(JsonFields body)
    {
        if (body.Array("messages")?.GetArrayLength() is null or 0) throw body.Wrong("messages", "an array of at least one message");
        return [.. body.Items("messages").Select(One)];
    }

    private static ChatMessage One(JsonFields message)
    {
        var role = message.RequiredText("role");
        if (!Roles.Contains(role)) throw message.Wrong("role", $"one of {string.Join(", ", Roles)}");
        return new ChatMessage(role == "developer" ? "system" : role, Content(message))
        {
            // Clients send reasoning back under the name that they read it by.
            Reasoning = message.Text("reasoning_content") ?? message.Text("reasoning"),
            ToolCalls = [.. message.Items("tool_calls").Select(Call)],
            ToolCallId = message.Text("tool_call_id"),
            ToolName = role == "tool" ? message.Text("name") : null,
        };
    }

    /// <summary>A string, or parts of which only text can be taken.</summary>
    private static string Content(JsonFields message)
    {
        if (message.Get("content") is not { } content) return "";
        if (content.ValueKind == JsonValueKind.String) return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array) throw message.Wrong("content", "a string or an array of parts");
        var text = new StringBuilder();
        foreach (var part in message.Items("content"))
        {
            text.Append(part.RequiredText("type") switch
            {
                "text" => part.Text("text"),
                "refusal" => part.Text("refusal"),
                _ => throw part.Wrong("type", "text: images, sound and files cannot be given to a model here"),
            });
        }
        return text.ToString();
    }

    private static ToolCall Call(JsonFields call)
    {
        var function = call.RequiredFields("function");
        return new ToolCall(call.RequiredText("id"), function.RequiredText("name"), function.Text("arguments") ?? "{}");
    }
}
