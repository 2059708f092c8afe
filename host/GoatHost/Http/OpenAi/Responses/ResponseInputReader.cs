using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>Reads the items of a conversation as messages.</summary>
/// <remarks>Reasoning and calls are items of their own there, and parts of one message here.</remarks>
internal static class ResponseInputReader
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant"];

    public static IReadOnlyList<ChatMessage> Read(JsonFields body)
    {
        var messages = new List<ChatMessage>();
        if (body.Text("instructions") is { Length: > 0 } instructions) messages.Add(new ChatMessage("system", instructions));
        switch (body.Get("input"))
        {
            case { ValueKind: JsonValueKind.String } text:
                messages.Add(new ChatMessage("user", text.GetString()!));
                break;
            case { ValueKind: JsonValueKind.Array } items when items.GetArrayLength() > 0:
                ReadItems(body, messages);
                break;
            default:
                throw body.Wrong("input", "a string, or an array of at least one item");
        }
        return messages;
    }

    private static void ReadItems(JsonFields body, List<ChatMessage> messages)
    {
        string? reasoning = null;
        foreach (var item in body.Items("input"))
        {
            switch (item.Text("type") ?? "message")
            {
                case "message":
                    messages.Add(Message(item) with { Reasoning = reasoning });
                    reasoning = null;
                    break;
                case "reasoning":
                    reasoning = Reasoning(item);
                    break;
                case "function_call":
                    var call = new ToolCall(item.RequiredText("call_id"), item.RequiredText("name"), item.Text("arguments") ?? "{}");
                    AddCall(messages, call, reasoning);
                    reasoning = null;
                    break;
                case "function_call_output":
                    messages.Add(new ChatMessage("tool", Text(item, "output")) { ToolCallId = item.RequiredText("call_id") });
                    break;
                default:
                    throw item.Wrong("type", "message, reasoning, function_call or function_call_output");
            }
        }
    }

    private static void AddCall(List<ChatMessage> messages, ToolCall call, string? reasoning)
    {
        var isSame = reasoning is null && messages is [.., { Role: "assistant" }];
        if (isSame) messages[^1] = messages[^1] with { ToolCalls = [.. messages[^1].ToolCalls, call] };
        else messages.Add(new ChatMessage("assistant", "") { Reasoning = reasoning, ToolCalls = [call] });
    }

    private static ChatMessage Message(JsonFields item)
    {
        var role = item.RequiredText("role");
        if (!Roles.Contains(role)) throw item.Wrong("role", $"one of {string.Join(", ", Roles)}");
        return new ChatMessage(role == "developer" ? "system" : role, Text(item, "content"));
    }

    private static string? Reasoning(JsonFields item)
    {
        var parts = item.Items("content").Concat(item.Items("summary")).Select(part => part.Text("text")).ToList();
        return parts.Count > 0 ? string.Concat(parts) : null;
    }

    private static string Text(JsonFields item, string name)
    {
        if (item.Get(name) is { ValueKind: JsonValueKind.String } whole) return whole.GetString()!;
        if (item.Array(name) is null) throw item.Wrong(name, "a string or an array of parts");
        var text = new StringBuilder();
        foreach (var part in item.Items(name))
        {
            text.Append(part.RequiredText("type") switch
            {
                "input_text" or "output_text" or "text" => part.Text("text"),
                "refusal" => part.Text("refusal"),
                _ => throw part.Wrong("type", "input_text or output_text: images, sound and files cannot be given to a model here"),
            });
        }
        return text.ToString();
    }
}
