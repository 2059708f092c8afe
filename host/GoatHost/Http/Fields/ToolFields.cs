using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.Fields;

/// <summary>Reads the tools of a request. OpenAI's chat wraps each in <c>function</c>; its responses do not.</summary>
internal static class ToolFields
{
    private const int Most = 512;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}"""u8);

    public static IReadOnlyList<ToolDefinition> Read(JsonFields body)
    {
        if (body.Array("tools") is { } array && array.GetArrayLength() > Most) throw body.Wrong("tools", $"at most {Most} tools");
        return [.. body.Items("tools").Select(One)];
    }

    /// <summary><c>none</c>, <c>auto</c>, <c>required</c>, or one tool by name.</summary>
    public static ToolChoice Choice(JsonFields body, IReadOnlyList<ToolDefinition> tools)
    {
        var choice = body.Get("tool_choice") switch
        {
            null => ToolChoice.Auto,
            { ValueKind: JsonValueKind.String } word => Word(body, word.GetString()),
            { ValueKind: JsonValueKind.Object } json => Named(new JsonFields(json, body.Prefix + "tool_choice.")),
            _ => throw WrongChoice(body),
        };
        Check(body, choice, tools);
        return choice;
    }

    /// <summary>A call can be forced only of a tool that is there.</summary>
    public static void Check(JsonFields body, ToolChoice choice, IReadOnlyList<ToolDefinition> tools)
    {
        if (choice.Kind == ToolChoiceKind.Required && tools.Count == 0) throw body.Wrong("tool_choice", "none or auto: there are no tools");
        if (choice.Kind != ToolChoiceKind.Named) return;
        if (tools.All(tool => tool.Name != choice.Name)) throw body.Wrong("tool_choice", "one of the tools");
    }

    /// <summary>Whether several tools may be called at once; where nobody says so, only if the model is free to call none.</summary>
    /// <remarks>A call is forced by a grammar, and a small model would go on calling until its tokens are used up.</remarks>
    public static bool Parallel(bool? said, ToolChoice choice) => said ?? choice.Kind == ToolChoiceKind.Auto;

    private static ToolChoice Word(JsonFields body, string? word) => word switch
    {
        "auto" => ToolChoice.Auto,
        "none" => ToolChoice.None,
        "required" => ToolChoice.Required,
        _ => throw WrongChoice(body),
    };

    private static ToolChoice Named(JsonFields choice)
    {
        if (choice.RequiredText("type") != "function") throw choice.Wrong("type", "function");
        return new ToolChoice(ToolChoiceKind.Named, (choice.Fields("function") ?? choice).RequiredText("name"));
    }

    private static ToolDefinition One(JsonFields tool)
    {
        if (tool.RequiredText("type") != "function") throw tool.Wrong("type", "function: goat runs no tools of its own");
        var function = tool.Fields("function") ?? tool;
        var parameters = function.Object("parameters") ?? NoParameters;
        return new ToolDefinition(function.RequiredText("name"), function.Text("description"), parameters) { Strict = function.Boolean("strict") ?? false };
    }

    private static ApiException WrongChoice(JsonFields body) => body.Wrong("tool_choice", "none, auto, required or a function by its name");
}
