using GoatHost.Abstractions;

namespace GoatHost.Http.Anthropic;

/// <summary>Reads a request in Anthropic's words.</summary>
internal static class MessagesRequestReader
{
    private const double Hottest = 2;
    private const int MostTools = 512;

    /// <param name="counts">Whether tokens are only to be counted: then nothing limits an answer.</param>
    public static MessagesRequest Read(JsonFields body, bool counts = false)
    {
        var tools = Tools(body);
        var choice = Choice(body, tools);
        var generation = new GenerationRequest
        {
            Messages = MessageBlockReader.Read(body),
            Tools = tools,
            ToolChoice = choice,
            ParallelToolCalls = ToolFields.Parallel(!body.Fields("tool_choice")?.Boolean("disable_parallel_tool_use"), choice),
            Format = Format(body),
            Think = Thinks(body),
            Sampling = SamplingFields.Read(body, Hottest),
            Stop = StopField.Read(body, "stop_sequences"),
            MaxTokens = body.Integer("max_tokens", 1) ?? (counts ? null : throw body.Wrong("max_tokens", "an integer of at least 1")),
        };
        return new MessagesRequest(body.RequiredText("model"), generation, body.Boolean("stream") ?? false);
    }

    private static IReadOnlyList<ToolDefinition> Tools(JsonFields body)
    {
        if (body.Array("tools") is { } array && array.GetArrayLength() > MostTools) throw body.Wrong("tools", $"at most {MostTools} tools");
        return [.. body.Items("tools").Select(Tool)];
    }

    private static ToolDefinition Tool(JsonFields tool)
    {
        if (tool.Text("type") is not (null or "custom")) throw tool.Wrong("type", "custom: goat runs no tools of its own");
        var schema = tool.Object("input_schema") ?? throw tool.Wrong("input_schema", "an object");
        return new ToolDefinition(tool.RequiredText("name"), tool.Text("description"), schema) { Strict = tool.Boolean("strict") ?? false };
    }

    private static ToolChoice Choice(JsonFields body, IReadOnlyList<ToolDefinition> tools)
    {
        if (body.Fields("tool_choice") is not { } json) return ToolChoice.Auto;
        var choice = json.RequiredText("type") switch
        {
            "auto" => ToolChoice.Auto,
            "any" => ToolChoice.Required,
            "none" => ToolChoice.None,
            "tool" => new ToolChoice(ToolChoiceKind.Named, json.RequiredText("name")),
            _ => throw json.Wrong("type", "auto, any, tool or none"),
        };
        ToolFields.Check(body, choice, tools);
        return choice;
    }

    private static bool? Thinks(JsonFields body)
    {
        if (body.Fields("thinking") is not { } thinking) return null;
        return thinking.RequiredText("type") switch
        {
            "enabled" => true,
            "disabled" => false,
            "adaptive" => null,
            _ => throw thinking.Wrong("type", "enabled, disabled or adaptive"),
        };
    }

    private static ResponseFormat? Format(JsonFields body)
    {
        if ((body.Fields("output_config")?.Fields("format") ?? body.Fields("output_format")) is not { } format) return null;
        if (format.RequiredText("type") != "json_schema") throw format.Wrong("type", "json_schema");
        return new ResponseFormat(format.Object("schema"));
    }
}
