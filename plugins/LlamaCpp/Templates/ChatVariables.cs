using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>Builds a template's variables, with the names and shapes that transformers and llama.cpp give them.</summary>
internal sealed class ChatVariables(TemplateTraits traits, string begin, string end)
{
    public Dictionary<string, JinjaValue> Build(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        var variables = new Dictionary<string, JinjaValue> { ["bos_token"] = new JinjaString(begin), ["eos_token"] = new JinjaString(end) };
        if (options.Think is { } think)
        {
            variables["enable_thinking"] = JinjaBoolean.Of(think);
            variables["thinking"] = JinjaBoolean.Of(think);
        }
        if (options.ReasoningEffort is { } effort) variables["reasoning_effort"] = new JinjaString(effort);
        AddFurther(variables, options.Variables);
        variables["add_generation_prompt"] = JinjaBoolean.Of(options.AddGenerationPrompt);
        variables["messages"] = new JinjaList(Fold(messages).Select(message => Message(message, messages)));
        if (options.Tools.Count > 0) variables["tools"] = new JinjaList(options.Tools.Select(Tool));
        return variables;
    }

    private static void AddFurther(Dictionary<string, JinjaValue> variables, JsonElement? further)
    {
        if (further is not { ValueKind: not JsonValueKind.Null } given) return;
        if (given.ValueKind != JsonValueKind.Object)
        {
            throw new RequestException("The variables for the chat template are not a JSON object: give one, with a name for each.");
        }
        foreach (var (name, value) in Read(given, "variables for the chat template").Entries) variables[name.ToString()!] = value;
    }

    /// <summary>The messages, with a system's put before the user's where the template knows no system.</summary>
    private IEnumerable<ChatMessage> Fold(IReadOnlyList<ChatMessage> messages)
    {
        var pending = "";
        foreach (var message in messages)
        {
            if (traits.HasSystemRole || !IsSystem(message.Role))
            {
                yield return pending.Length == 0 ? message : message with { Content = $"{pending}\n\n{message.Content}" };
                pending = "";
            }
            else
            {
                pending = pending.Length == 0 ? message.Content : $"{pending}\n\n{message.Content}";
            }
        }
        if (pending.Length > 0) yield return new ChatMessage("user", pending);
    }

    private static bool IsSystem(string role) => role is "system" or "developer";

    private JinjaMapping Message(ChatMessage message, IReadOnlyList<ChatMessage> all)
    {
        var mapping = new JinjaMapping
        {
            ["role"] = new JinjaString(IsSystem(message.Role) ? "system" : message.Role),
            ["content"] = Content(message),
        };
        if (message.Reasoning is { Length: > 0 } text && traits.ReasoningField is { } field) mapping[field] = new JinjaString(text);
        if (message.ToolCalls.Count > 0) mapping["tool_calls"] = new JinjaList(message.ToolCalls.Select(ToolCall));
        if (message.Role != "tool") return mapping;
        if (message.ToolCallId is { } id) mapping["tool_call_id"] = new JinjaString(id);
        if (NameOf(message, all) is { } name) mapping["name"] = new JinjaString(name);
        return mapping;
    }

    private JinjaValue Content(ChatMessage message)
    {
        if (message is { Content.Length: 0, ToolCalls.Count: > 0 } && traits.NeedsNoContentWithCalls) return JinjaNone.Value;
        var text = new JinjaString(message.Content);
        return traits.NeedsParts ? new JinjaList([new JinjaMapping { ["type"] = new JinjaString("text"), ["text"] = text }]) : text;
    }

    private static string? NameOf(ChatMessage result, IReadOnlyList<ChatMessage> all) =>
        result.ToolName ?? all.SelectMany(message => message.ToolCalls).LastOrDefault(call => call.Id == result.ToolCallId)?.Name;

    private JinjaMapping ToolCall(ToolCall call) => new()
    {
        ["id"] = new JinjaString(call.Id),
        ["type"] = new JinjaString("function"),
        ["function"] = new JinjaMapping { ["name"] = new JinjaString(call.Name), ["arguments"] = Arguments(call) },
    };

    private JinjaValue Arguments(ToolCall call)
    {
        if (traits.NeedsTextArguments) return new JinjaString(call.Arguments);
        if (string.IsNullOrWhiteSpace(call.Arguments)) return new JinjaMapping();
        try
        {
            using var arguments = JsonDocument.Parse(call.Arguments);
            if (arguments.RootElement.ValueKind == JsonValueKind.Object) return Read(arguments.RootElement, $"arguments of {call.Name}");
        }
        catch (JsonException fault)
        {
            throw new RequestException($"The arguments of a call of {call.Name} are no JSON: {fault.Message} Send what came.", fault);
        }
        throw new RequestException($"The arguments of a call of {call.Name} are not a JSON object: send them as they came.");
    }

    private static JinjaMapping Tool(ToolDefinition tool) => new()
    {
        ["type"] = new JinjaString("function"),
        ["function"] = new JinjaMapping
        {
            ["name"] = new JinjaString(tool.Name),
            // Many templates print it without looking whether it is there.
            ["description"] = new JinjaString(tool.Description ?? ""),
            ["parameters"] = tool.Parameters.ValueKind == JsonValueKind.Object
                ? Read(tool.Parameters, $"parameters of {tool.Name}")
                : new JinjaMapping { ["type"] = new JinjaString("object"), ["properties"] = new JinjaMapping() },
        },
    };

    private static JinjaMapping Read(JsonElement element, string what)
    {
        try
        {
            return JsonValues.FromObject(element);
        }
        catch (InvalidOperationException fault)
        {
            // System.Text.Json refuses half a surrogate pair only when a string is read.
            throw new RequestException($"The {what} hold half a surrogate pair, as a \\u escape: take it out, or write both.", fault);
        }
    }
}
