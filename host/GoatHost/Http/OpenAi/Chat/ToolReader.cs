using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>Reads the tools of a chat request.</summary>
internal static class ToolReader
{
    public static IReadOnlyList<ToolDefinition> Read(JsonFields body)
    {
        var choice = Choice(body);
        if (choice == "none" || body.Array("tools") is not { } tools) return [];
        if (choice is "required" or "function" && tools.GetArrayLength() > 0) throw ApiException.WrongField("tool_choice", "none or auto: a call cannot be forced");
        return [.. tools.EnumerateArray().Select((item, at) => One(item, $"tools[{at}]"))];
    }

    private static string? Choice(JsonFields body) => body.Get("tool_choice") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is "none" or "auto" or "required" => text.GetString(),
        { ValueKind: JsonValueKind.Object } => "function",
        _ => throw ApiException.WrongField("tool_choice", "none, auto, required or an object"),
    };

    private static ToolDefinition One(JsonElement item, string where)
    {
        if (item.ValueKind != JsonValueKind.Object) throw ApiException.WrongField(where, "an object");
        var tool = new JsonFields(item, where + ".");
        if (tool.RequiredText("type") != "function") throw ApiException.WrongField(where + ".type", "function");
        var function = new JsonFields(tool.Object("function") ?? throw ApiException.WrongField(where + ".function", "an object"), where + ".function.");
        return new ToolDefinition(function.RequiredText("name"), function.Text("description"), (function.Object("parameters") ?? EmptySchema).Clone());
    }

    private static JsonElement EmptySchema { get; } = JsonElement.Parse("{}"u8);
}
