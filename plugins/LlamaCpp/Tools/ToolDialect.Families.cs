using static GoatHost.Plugins.LlamaCpp.Tools.CallStep;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <content>The families, and how a chat template tells them apart.</content>
internal sealed partial record ToolDialect
{
    private static readonly Space Blank = new();
    private static readonly Arguments Json = new();

    /// <summary>Hermes 2 and 3, Qwen 2.5 and 3, Granite 4, SmolLM3 and many others.</summary>
    public static ToolDialect Hermes { get; } =
        new("Hermes", [], [new Mark("<tool_call>"), Blank, new CallStep.Object("name", "arguments")], ["</tool_call>"], []);

    /// <summary>Any model whose template knows nothing of tools: told in a system message to write as Hermes does.</summary>
    public static ToolDialect Described { get; } = Hermes with { Name = "described", MustDescribe = true };

    public static ToolDialect Llama3 { get; } =
        new("Llama 3", [], [new CallStep.Object("name", "parameters")], [], []) { OnlyAtStart = true, Parallel = false };

    public static ToolDialect Mistral { get; } =
        new("Mistral", ["[TOOL_CALLS]", "["], [new CallStep.Object("name", "arguments", "id")], [], ["]"]) { Separator = "," };

    /// <summary>Mistral since its eleventh tokenizer.</summary>
    public static ToolDialect MistralNamed { get; } =
        new("Mistral v11", [], [new Mark("[TOOL_CALLS]"), new CallStep.Name("", "[ARGS]"), Blank, Json], [], []);

    /// <summary>Mistral's thirteenth tokenizer, with an id between name and arguments.</summary>
    public static ToolDialect MistralIdentified { get; } = new(
        "Mistral v13", [],
        [new Mark("[TOOL_CALLS]"), new CallStep.Name("", "[CALL_ID]"), new Identifier("[ARGS]"), Blank, Json],
        [], []);

    public static ToolDialect QwenCoder { get; } = new(
        "Qwen3-Coder", [], [new Mark("<tool_call>"), Blank, .. Functions("</parameter>")], ["</tool_call>"], []);

    public static ToolDialect SeedOss { get; } = new(
        "Seed-OSS", [], [new Mark("<seed:tool_call>"), Blank, .. Functions("</parameter>")], ["</seed:tool_call>"], []);

    public static ToolDialect MiniMax { get; } = new(
        "MiniMax-M2", ["<minimax:tool_call>"],
        [
            new Mark("<invoke name=\""), new CallStep.Name("", "\">"), Blank,
            new Parameters("<parameter name=\"", ["\">"], "</parameter>"), new Mark("</invoke>"),
        ],
        [], ["</minimax:tool_call>"]);

    public static ToolDialect Glm { get; } = new(
        "GLM-4.5", [],
        [
            new Mark("<tool_call>"), new CallStep.Name("", ""), Blank,
            new Parameters("<arg_key>", ["</arg_key>", "<arg_value>"], "</arg_value>"), new Mark("</tool_call>"),
        ],
        [], []);

    public static ToolDialect DeepSeekR1 { get; } = new(
        "DeepSeek R1", ["<｜tool▁calls▁begin｜>"],
        [new Mark("<｜tool▁call▁begin｜>"), new Mark("function<｜tool▁sep｜>"), new CallStep.Name("", "\n"), new Mark("```json"), Blank, Json],
        ["```", "<｜tool▁call▁end｜>"], ["<｜tool▁calls▁end｜>"]);

    public static ToolDialect DeepSeekV3 { get; } = new(
        "DeepSeek V3.1", ["<｜tool▁calls▁begin｜>"], [new Mark("<｜tool▁call▁begin｜>"), new CallStep.Name("", "<｜tool▁sep｜>"), Blank, Json],
        ["<｜tool▁call▁end｜>"], ["<｜tool▁calls▁end｜>"]);

    public static ToolDialect KimiK2 { get; } = new(
        "Kimi K2", ["<|tool_calls_section_begin|>"],
        [new Mark("<|tool_call_begin|>"), new CallStep.Name("functions.", "<|tool_call_argument_begin|>", Numbered: true), Blank, Json],
        ["<|tool_call_end|>"], ["<|tool_calls_section_end|>"]);

    public static ToolDialect CommandR7B { get; } = new(
        "Command R7B", ["<|START_ACTION|>", "["],
        [new CallStep.Object("tool_name", "parameters", "tool_call_id", IdFirst: true)],
        [], ["]", "<|END_ACTION|>"]) { Separator = "," };

    public static ToolDialect Functionary { get; } = new(
        "Functionary v3.1", [], [new Mark("<function="), new CallStep.Name("", ">"), Blank, Json], ["</function>"], []);

    public static ToolDialect FireFunction { get; } = new(
        "FireFunction v2", ["functools["], [new CallStep.Object("name", "arguments")], [], ["]"]) { Separator = "," };

    public static ToolDialect Granite { get; } = new(
        "Granite 3", ["<|tool_call|>", "["], [new CallStep.Object("name", "arguments")], [], ["]"]) { Separator = "," };

    public static ToolDialect Phi4Mini { get; } = new(
        "Phi-4-mini", ["<|tool_call|>", "["], [new CallStep.Object("name", "arguments")], [], ["]", "<|/tool_call|>"]) { Separator = "," };

    public static ToolDialect Apriel { get; } = new(
        "Apriel", ["<tool_calls>", "["], [new CallStep.Object("name", "arguments")], [], ["]", "</tool_calls>"]) { Separator = "," };

    public static ToolDialect Nemotron { get; } = new(
        "Nemotron Nano 2", ["<TOOLCALL>", "["], [new CallStep.Object("name", "arguments")], [], ["]", "</TOOLCALL>"]) { Separator = "," };

    public static ToolDialect GptOss { get; } = new("gpt-oss", [], [], [], []) { Channels = true, Parallel = false };

    // The first whose marks a template all holds; those with more marks of their own come first.
    private static readonly (string[] Holds, ToolDialect Dialect)[] Known =
    [
        (["<|channel|>", "<|message|>"], GptOss),
        (["[TOOL_CALLS]", "[CALL_ID]"], MistralIdentified),
        (["[TOOL_CALLS]", "[ARGS]"], MistralNamed),
        (["[TOOL_CALLS]"], Mistral),
        (["]<]minimax[>["], Described),
        (["<seed:tool_call>"], SeedOss),
        (["<minimax:tool_call>"], MiniMax),
        (["<tool_call>", "<function=", "<parameter="], QwenCoder),
        (["<tool_call>", "<arg_key>"], Glm),
        (["<|tool_calls_section_begin|>"], KimiK2),
        (["<｜tool▁calls▁begin｜>", "```json"], DeepSeekR1),
        (["<｜tool▁calls▁begin｜>"], DeepSeekV3),
        (["<|START_ACTION|>", "\"tool_name\""], CommandR7B),
        ([" functools["], FireFunction),
        (["<|/tool_call|>"], Phi4Mini),
        (["<|tool|>", "<|/tool|>"], Phi4Mini),
        (["<|tool_call|>", "JSON list"], Granite),
        (["<tool_calls>["], Apriel),
        (["<TOOLCALL>["], Nemotron),
        (["start_tag => `<function`"], Functionary),
        (["\"name\": function name, \"parameters\": dictionary"], Llama3),
        (["<tool_call>", "\"arguments\""], Hermes),
        (["<tool_call>", "arguments"], Hermes),
    ];

    /// <summary>The families that templates are told by, and the one for those that tell nothing.</summary>
    public static IReadOnlyList<ToolDialect> All { get; } = [.. Known.Select(known => known.Dialect).Append(Described).Distinct()];

    /// <summary>The dialect that a chat template tells.</summary>
    /// <param name="template">The template, or null.</param>
    /// <param name="takesTools">Whether it shows tools: one that does not says nothing of them to the model, whatever marks it has.</param>
    public static ToolDialect For(string? template, bool takesTools) =>
        template is null || !takesTools
            ? Described
            : Known.FirstOrDefault(known => known.Holds.All(mark => template.Contains(mark, StringComparison.Ordinal))).Dialect ?? Described;

    private static IReadOnlyList<CallStep> Functions(string close) =>
        [new Mark("<function="), new CallStep.Name("", ">"), Blank, new Parameters("<parameter=", [">"], close), new Mark("</function>")];
}
