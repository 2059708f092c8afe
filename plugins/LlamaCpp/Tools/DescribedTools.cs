using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// Writes a chat with tools for a template that knows nothing of them: the tools in the system's message, calls and answers as text.
/// </summary>
internal static class DescribedTools
{
    private const string Beginning =
        "You may call these tools, each described by a JSON object with its name, what it is for, and a JSON Schema of its arguments:\n";

    private const string End =
        "To call a tool, write a JSON object with its name and the arguments between these marks, and nothing after it:\n" +
        "<tool_call>\n{\"name\": \"a tool's name\", \"arguments\": {}}\n</tool_call>";

    public static IReadOnlyList<ChatMessage> Write(IReadOnlyList<ChatMessage> messages, IReadOnlyList<ToolDefinition> tools)
    {
        var written = messages.Select(Plain).ToList();
        if (tools.Count == 0) return written;
        var description = Describe(tools);
        if (written is [{ Role: "system" } first, ..]) written[0] = first with { Content = $"{first.Content}\n\n{description}" };
        else written.Insert(0, new ChatMessage("system", description));
        return written;
    }

    private static string Describe(IReadOnlyList<ToolDefinition> tools)
    {
        var text = new StringBuilder(Beginning);
        foreach (var tool in tools)
        {
            text.Append("{\"name\": ").Append(JsonText.Quoted(tool.Name));
            if (tool.Description is { } description) text.Append(", \"description\": ").Append(JsonText.Quoted(description));
            var parameters = tool.Parameters.ValueKind == JsonValueKind.Object ? JsonText.Compact(tool.Parameters) : "{}";
            text.Append(", \"parameters\": ").Append(parameters);
            text.Append("}\n");
        }
        return text.Append(End).ToString();
    }

    private static ChatMessage Plain(ChatMessage message)
    {
        if (message.Role == "tool") return new ChatMessage("user", $"<tool_response>\n{message.Content}\n</tool_response>");
        if (message.ToolCalls.Count == 0) return message;
        var calls = message.ToolCalls.Select(call =>
            $"<tool_call>\n{{\"name\": {JsonText.Quoted(call.Name)}, \"arguments\": {call.Arguments}}}\n</tool_call>");
        return message with { Content = string.Join('\n', calls.Prepend(message.Content).Where(text => text.Length > 0)), ToolCalls = [] };
    }
}
