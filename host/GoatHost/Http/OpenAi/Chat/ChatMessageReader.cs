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
        if (body.Array("messages") is not { } array || array.GetArrayLength() == 0) throw ApiException.WrongField("messages", "an array of at least one message");
        return [.. array.EnumerateArray().Select((item, at) => One(item, $"messages[{at}]"))];
    }

    private static ChatMessage One(JsonElement item, string where)
    {
        if (item.ValueKind != JsonValueKind.Object) throw ApiException.WrongField(where, "an object");
        var message = new JsonFields(item, where + ".");
        var role = message.RequiredText("role");
        if (!Roles.Contains(role)) throw ApiException.WrongField($"{where}.role", $"one of {string.Join(", ", Roles)}");
        return new ChatMessage(role == "developer" ? "system" : role, Content(message))
        {
            ToolCallId = message.Text("tool_call_id"),
            ToolCalls = message.Array("tool_calls") is { } calls ? [.. calls.EnumerateArray().Select((call, at) => Call(call, $"{where}.tool_calls[{at}]"))] : [],
        };
    }

    /// <summary>A string, or parts of which only text can be taken.</summary>
    private static string Content(JsonFields message)
    {
        if (message.Get("content") is not { } content) return "";
        if (content.ValueKind == JsonValueKind.String) return message.Text("content")!;
        if (content.ValueKind != JsonValueKind.Array) throw ApiException.WrongField(message.Prefix + "content", "a string or an array of parts");
        var text = new StringBuilder();
        var at = 0;
        foreach (var item in content.EnumerateArray())
        {
            var where = $"{message.Prefix}content[{at++}]";
            if (item.ValueKind != JsonValueKind.Object) throw ApiException.WrongField(where, "an object");
            var part = new JsonFields(item, where + ".");
            if (part.RequiredText("type") != "text") throw ApiException.WrongField(where + ".type", "text: other content is not supported");
            text.Append(part.Text("text"));
        }
        return text.ToString();
    }

    private static ToolCall Call(JsonElement item, string where)
    {
        if (item.ValueKind != JsonValueKind.Object) throw ApiException.WrongField(where, "an object");
        var call = new JsonFields(item, where + ".");
        var function = new JsonFields(call.Object("function") ?? throw ApiException.WrongField(where + ".function", "an object"), where + ".function.");
        return new ToolCall(call.RequiredText("id"), function.RequiredText("name"), function.Text("arguments") ?? "{}");
    }
}
