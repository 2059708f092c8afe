using GoatHost.Plugins.LlamaCpp.Grammars;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// The messages of gpt-oss (the Harmony format): a header with a channel and maybe a recipient, a body, an end. The prompt has written
/// the first message's <c>&lt;|start|>assistant</c>.
/// </summary>
internal static class Harmony
{
    public const string Start = "<|start|>";
    public const string Channel = "<|channel|>";
    public const string Message = "<|message|>";
    public const string End = "<|end|>";
    public const string CallEnd = "<|call|>";
    public const string Return = "<|return|>";
    public const string Tools = "functions.";

    public static IReadOnlyList<string> Marks { get; } = [Start, Channel, Message, End, CallEnd, Return, "<|constrain|>"];

    /// <summary>A call begins with its recipient, in the header's role or in its channel.</summary>
    public static IReadOnlyList<string> Triggers { get; } =
    [
        @"^( to=functions\.)",
        @"<\|start\|>assistant( to=functions\.)",
        @"(<\|channel\|>(?:commentary|analysis) to=functions\.)",
    ];

    /// <summary>One call: the model ends its answer with it.</summary>
    public static Expression Call(ToolSet tools, ToolSchemas schemas, GrammarRules rules)
    {
        var type = Optional(Of(Text(" "), Optional(Text("<|constrain|>")), Text("json")));
        var options = tools.All.Select(tool => rules.Add($"call-{tool.Name}", Of(
            OneOf(
                Of(Text($" to={Tools}{tool.Name}"), Text(Channel + "commentary")),
                Of(Text(Channel), OneOf(Text("commentary"), Text("analysis")), Text($" to={Tools}{tool.Name}"))),
            type, Text(Message), schemas.Arguments(tool))));
        return OneOf([.. options]);
    }

    public static Expression Final(Expression document) =>
        Of(Text(Channel + "final"), Optional(Of(Text(" "), Optional(Text("<|constrain|>")), Text("json"))), Text(Message), document);

    public static Expression Reasoning(GrammarRules rules) =>
        Optional(Of(Text(Channel + "analysis" + Message), TextUntil.Write(End, rules), Text(Start + "assistant")));
}
