using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Fields;

/// <summary>Reads the messages of a chat, or of a model that is made.</summary>
internal static class MessageFields
{
    private const int Most = 10_000;
    private static readonly string[] Roles = ["system", "user", "assistant", "tool"];

    public static IReadOnlyList<ChatMessage> Read(JsonFields body)
    {
        if (body.Array("messages") is not { } array) return [];
        if (array.GetArrayLength() > Most) throw ApiException.WrongField("messages", $"at most {Most} messages");
        return [.. body.Items("messages").Select(One)];
    }

    /// <summary>No runtime here sees, and an image that is left out would be answered as if it had been looked at.</summary>
    public static void RefuseImages(JsonFields fields)
    {
        if (fields.Array("images") is { } images && images.GetArrayLength() > 0)
            throw new ApiException(400, $"{fields.Prefix}images cannot be taken: no model here sees images; send the text alone.");
    }

    private static ChatMessage One(JsonFields message)
    {
        RefuseImages(message);
        var role = message.RequiredText("role");
        if (!Roles.Contains(role)) throw message.Wrong("role", $"one of {string.Join(", ", Roles)}");
        return new ChatMessage(role, message.Text("content") ?? "")
        {
            Reasoning = message.Text("thinking"),
            ToolCalls = [.. message.Items("tool_calls").Select(Call)],
            ToolCallId = message.Text("tool_call_id"),
            ToolName = message.Text("tool_name"),
        };
    }

    private static ToolCall Call(JsonFields call, int at)
    {
        var function = call.RequiredFields("function");
        var id = call.Text("id") is { Length: > 0 } given ? given : string.Create(CultureInfo.InvariantCulture, $"call_{at}");
        return new ToolCall(id, function.RequiredText("name"), function.Object("arguments")?.GetRawText() ?? "{}");
    }
}
