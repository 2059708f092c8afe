using System.Globalization;
using System.Text.Json;
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
        return [.. array.EnumerateArray().Select((item, at) => One(item, $"messages[{at}]"))];
    }

    /// <summary>No runtime here sees, and an image that is left out would be answered as if it had been looked at.</summary>
    public static void RefuseImages(JsonFields fields)
    {
        if (fields.Array("images") is { } images && images.GetArrayLength() > 0)
            throw new ApiException(400, $"{fields.Prefix}images cannot be taken: no model here sees images; send the text alone.");
    }

    private static ChatMessage One(JsonElement item, string where)
    {
        if (item.ValueKind != JsonValueKind.Object) throw ApiException.WrongField(where, "an object");
        var message = new JsonFields(item, where + ".");
        RefuseImages(message);
        var role = message.RequiredText("role");
        if (!Roles.Contains(role)) throw ApiException.WrongField($"{where}.role", $"one of {string.Join(", ", Roles)}");
        return new ChatMessage(role, message.Text("content") ?? "")
        {
            Reasoning = message.Text("thinking"),
            ToolCalls = message.Array("tool_calls") is { } calls ? [.. calls.EnumerateArray().Select((call, at) => Call(call, $"{where}.tool_calls[{at}]", at))] : [],
            ToolCallId = message.Text("tool_call_id"),
            ToolName = message.Text("tool_name"),
        };
    }

    private static ToolCall Call(JsonElement item, string where, int at)
    {
        if (item.ValueKind != JsonValueKind.Object) throw ApiException.WrongField(where, "an object");
        var call = new JsonFields(item, where + ".");
        var function = new JsonFields(call.Object("function") ?? throw ApiException.WrongField(where + ".function", "an object"), where + ".function.");
        var id = call.Text("id") is { Length: > 0 } given ? given : string.Create(CultureInfo.InvariantCulture, $"call_{at}");
        return new ToolCall(id, function.RequiredText("name"), function.Object("arguments")?.GetRawText() ?? "{}");
    }
}
