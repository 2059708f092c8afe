using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Tools;

namespace Plugins.LlamaCpp.Tests.Tools;

/// <summary>Tools to call, and answers as each family of models writes them.</summary>
internal static class ToolSamples
{
    public static ToolDefinition Weather { get; } = new("get_weather", "The weather of a city", JsonElement.Parse("""
        {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":14},"unit":{"enum":["C","F"]}},"required":["city"]}
        """));

    public static ToolDefinition Add { get; } = new("math.add", null, JsonElement.Parse("""
        {"type":"object","properties":{"terms":{"type":"array","items":{"type":"number"}},"note":{"type":["string","null"]}},"required":["terms"]}
        """));

    public static ToolDefinition Ping { get; } = new("ping", "Nothing to give", default);

    public static IReadOnlyList<ToolDefinition> All { get; } = [Weather, Add, Ping];

    public static GenerationRequest Request { get; } = new() { Messages = [new("user", "Hi")], Tools = All };

    /// <summary>Dialect, answer, its text, and its calls as <c>name arguments</c>.</summary>
    public static IReadOnlyList<(ToolDialect Dialect, string Answer, string Text, string[] Calls)> Answers { get; } =
    [
        (ToolDialect.Hermes, "Just text with a < b and a <tool> in it.", "Just text with a < b and a <tool> in it.", []),
        (ToolDialect.Hermes, "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Zürich \\\"}\\\"\", \"days\": 3}}\n</tool_call>", "", ["get_weather {\"city\": \"Zürich \\\"}\\\"\", \"days\": 3}"]),
        (ToolDialect.Hermes, "I look.\n\n<tool_call>{\"name\":\"ping\",\"arguments\":{}}</tool_call>\n<tool_call>\n{\"name\": \"math.add\", \"arguments\": {\"terms\": [1, [2], {\"a\": \"]\"}]}}\n</tool_call>\n", "I look.", ["ping {}", "math.add {\"terms\": [1, [2], {\"a\": \"]\"}]}"]),
        (ToolDialect.Hermes, "<tool_call>{\"name\":\"ping\"}", "", ["ping {}"]),
        (ToolDialect.Hermes, "<tool_call>{\"name\":\"ping\", \"arguments\": \"{\\\"x\\\": 1}\"}</tool_call> and on", " and on", ["ping {\"x\": 1}"]),
        (ToolDialect.Hermes, "<tool_call>{\"name\":\"unknown\",\"arguments\":{}}</tool_call>", "<tool_call>{\"name\":\"unknown\",\"arguments\":{}}</tool_call>", []),
        (ToolDialect.Hermes, "<tool_call>{\"name\":\"ping\",}</tool_call>", "<tool_call>{\"name\":\"ping\",}</tool_call>", []),
        (ToolDialect.Hermes, "<tool_call>{\"name\":\"ping\", \"arguments\": {\"city", "", ["ping {\"city" + JoinedCalls.Broken]),
        (ToolDialect.Hermes, "a <tool_c", "a <tool_c", []),
        (ToolDialect.Hermes, "<tool_call>no <tool_call>{\"name\":\"ping\"}</tool_call>", "<tool_call>no", ["ping {}"]),
        (ToolDialect.Described, "So: <tool_call>\n{\"name\": \"ping\", \"arguments\": {}}\n</tool_call>", "So:", ["ping {}"]),
        (ToolDialect.Llama3, "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Bern\"}}", "", ["get_weather {\"city\": \"Bern\"}"]),
        (ToolDialect.Llama3, " <|python_tag|>{\"type\": \"function\", \"name\": \"ping\", \"parameters\": {}}", "", ["ping {}"]),
        (ToolDialect.Llama3, "{\"name\": \"ping\", \"parameters\": {}}; {\"name\": \"ping\", \"parameters\": {\"x\":1}}", "", ["ping {}", "ping {\"x\":1}"]),
        (ToolDialect.Llama3, "{\"city\": \"Bern\", \"name\": \"ping\"}", "{\"city\": \"Bern\", \"name\": \"ping\"}", []),
        (ToolDialect.Llama3, "The JSON: {\"name\": \"ping\", \"parameters\": {}}", "The JSON: {\"name\": \"ping\", \"parameters\": {}}", []),
        (ToolDialect.Llama3, "<|python tag", "<|python tag", []),
        (ToolDialect.Mistral, "[TOOL_CALLS][{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Bern\"}, \"id\": \"a1B2c3D4e\"}, {\"name\": \"ping\", \"arguments\": {}, \"id\": \"987654321\"}]", "", ["get_weather {\"city\": \"Bern\"}", "ping {}"]),
        (ToolDialect.Mistral, "[TOOL_CALLS] nothing", "[TOOL_CALLS] nothing", []),
        (ToolDialect.Mistral, "[TOOL_CALLS] [{\"name\": \"ping\", \"arguments\": {}}, {\"nam\": 1}]", " {\"nam\": 1}]", ["ping {}"]),
        (ToolDialect.MistralNamed, "Well.[TOOL_CALLS]get_weather[ARGS]{\"city\": \"Bern\"}[TOOL_CALLS]ping[ARGS]{}", "Well.", ["get_weather {\"city\": \"Bern\"}", "ping {}"]),
        (ToolDialect.MistralIdentified, "[TOOL_CALLS]ping[CALL_ID]123456789[ARGS]{}", "", ["ping {}"]),
        (ToolDialect.QwenCoder, "Look:\n<tool_call>\n<function=get_weather>\n<parameter=city>\nBern\n& <b>\n</parameter>\n<parameter=days>\n2\n</parameter>\n</function>\n</tool_call>", "Look:", ["get_weather {\"city\": \"Bern\\n& <b>\", \"days\": 2}"]),
        (ToolDialect.QwenCoder, "<tool_call>\n<function=math.add>\n<parameter=terms>\n[1, 2.5]\n</parameter>\n<parameter=note>null</parameter>\n</function>\n</tool_call>\n<tool_call>\n<function=ping>\n</function>\n</tool_call>", "", ["math.add {\"terms\": [1, 2.5], \"note\": null}", "ping {}"]),
        (ToolDialect.QwenCoder, "<tool_call>\n<function=math.add>\n<parameter=terms>\nno list\n</parameter>\n<parameter=note>7</parameter>\n</function>\n</tool_call>", "", ["math.add {\"terms\": \"no list\", \"note\": \"7\"}"]),
        (ToolDialect.SeedOss, "<seed:tool_call>\n<function=get_weather>\n<parameter=city>Bern</parameter>\n</function>\n</seed:tool_call>", "", ["get_weather {\"city\": \"Bern\"}"]),
        (ToolDialect.MiniMax, "<minimax:tool_call>\n<invoke name=\"get_weather\">\n<parameter name=\"city\">Bern</parameter>\n<parameter name=\"days\">2</parameter>\n</invoke>\n<invoke name=\"ping\">\n</invoke>\n</minimax:tool_call>", "", ["get_weather {\"city\": \"Bern\", \"days\": 2}", "ping {}"]),
        (ToolDialect.Glm, "\n<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Bern</arg_value>\n<arg_key>days</arg_key>\n<arg_value>2</arg_value>\n</tool_call>\n<tool_call>ping</tool_call>", "", ["get_weather {\"city\": \"Bern\", \"days\": 2}", "ping {}"]),
        (ToolDialect.DeepSeekR1, "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```json\n{\"city\": \"Bern\"}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>ping\n```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "", ["get_weather {\"city\": \"Bern\"}", "ping {}"]),
        (ToolDialect.DeepSeekV3, "Ja.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>{\"city\": \"Bern\"}<｜tool▁call▁end｜><｜tool▁call▁begin｜>ping<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "Ja.", ["get_weather {\"city\": \"Bern\"}", "ping {}"]),
        (ToolDialect.KimiK2, "<|tool_calls_section_begin|><|tool_call_begin|>functions.math.add:0<|tool_call_argument_begin|>{\"terms\": []}<|tool_call_end|><|tool_call_begin|>functions.ping:1<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>", "", ["math.add {\"terms\": []}", "ping {}"]),
        (ToolDialect.CommandR7B, "<|START_ACTION|>[\n    {\"tool_call_id\": \"0\", \"tool_name\": \"get_weather\", \"parameters\": {\"city\": \"Bern\"}},\n    {\"tool_call_id\": \"1\", \"tool_name\": \"ping\", \"parameters\": {}}\n]<|END_ACTION|>", "", ["get_weather {\"city\": \"Bern\"}", "ping {}"]),
        (ToolDialect.Functionary, "<function=get_weather>{\"city\": \"Bern\"}</function>", "", ["get_weather {\"city\": \"Bern\"}"]),
        (ToolDialect.FireFunction, " functools[{\"name\": \"ping\", \"arguments\": {}}, {\"name\": \"math.add\", \"arguments\": {\"terms\": [1]}}]", "", ["ping {}", "math.add {\"terms\": [1]}"]),
        (ToolDialect.Granite, "<|tool_call|>[{\"name\": \"ping\", \"arguments\": {}}]", "", ["ping {}"]),
        (ToolDialect.Phi4Mini, "<|tool_call|>[{\"name\": \"ping\", \"arguments\": {}}]<|/tool_call|>", "", ["ping {}"]),
        (ToolDialect.Apriel, "<tool_calls>[{\"name\": \"ping\", \"arguments\": {}}]</tool_calls>", "", ["ping {}"]),
        (ToolDialect.Nemotron, "<TOOLCALL>[{\"name\": \"ping\", \"arguments\": {}}]</TOOLCALL>", "", ["ping {}"]),
        (ToolDialect.GptOss, "<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{\"city\": \"Bern\"}<|call|>", "", ["get_weather {\"city\": \"Bern\"}"]),
        (ToolDialect.GptOss, " to=functions.ping<|channel|>commentary json<|message|>{}", "", ["ping {}"]),
        (ToolDialect.GptOss, "<|channel|>commentary<|message|>I call.<|end|><|start|>assistant<|channel|>commentary to=functions.ping<|message|>{}<|call|>", "I call.", ["ping {}"]),
        (ToolDialect.GptOss, "<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>Done <|en of it.<|return|>", "Done <|en of it.", []),
        (ToolDialect.GptOss, "No header at all.", "No header at all.", []),
        (ToolDialect.GptOss, "<|channel|>commentary to=functions.ping<|message|>{\"broken", "", ["ping {\"broken" + JoinedCalls.Broken]),
    ];
}
