using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>The calls of an answer, as a dialect writes them and as the tools' schemas allow them.</summary>
internal sealed class CallGrammar(ToolDialect dialect, ToolSet tools, ToolSchemas schemas, GrammarRules rules)
{
    private static readonly Expression Space = Rule(JsonRules.Space);

    /// <summary>One call or several, with all that is around them.</summary>
    public Expression Write(bool parallel)
    {
        var call = rules.Add("call", OneCall());
        var separator = dialect.Separator is { } between ? Of(Space, Text(between), Space) : Space;
        var calls = parallel && dialect.Parallel ? Of(call, Times(Of(separator, call), 0, null)) : call;
        return Of([.. dialect.Open.SelectMany(After), calls, .. dialect.Close.SelectMany(Before)]);
    }

    /// <summary>Patterns that tell that a call begins; what is matched by the group is where the grammar begins.</summary>
    public IReadOnlyList<string> Triggers => dialect.FirstMark is { } mark
        ? [Escape(mark)]
        : [.. Objects.Select(call => $"^\\s*(\\{{\\s*\"{call.NameKey}\")")];

    private IEnumerable<CallStep.Object> Objects => dialect.Call.OfType<CallStep.Object>();

    private Expression OneCall()
    {
        // What all calls begin with is written once: a choice there would have llama.cpp follow every tool from the first character on.
        var shared = dialect.Call.TakeWhile(step => step is CallStep.Mark or CallStep.Space).ToList();
        var rest = dialect.Call.Skip(shared.Count).ToList();
        var tail = dialect.Tail.SelectMany(Before).ToList();
        var options = tools.All.Select(tool => rules.Add($"call-{tool.Name}", Of([.. rest.Select(step => Step(step, tool)), .. tail])));
        Expression[] beginning = rest is [CallStep.Object call, ..] ? Beginning(call) : [];
        return Of([.. shared.Select(step => Step(step, null)), .. beginning, OneOf([.. options])]);
    }

    private static Expression[] Beginning(CallStep.Object call) =>
        call is { IdFirst: true, IdKey: { } id }
            ? [Text("{"), Space, Text($"\"{id}\":"), Space, Text("\""), Digits(), Text("\","), Space, Text($"\"{call.NameKey}\":"), Space]
            : [Text("{"), Space, Text($"\"{call.NameKey}\":"), Space];

    private Expression Step(CallStep step, ToolDefinition? tool) => step switch
    {
        CallStep.Space => Space,
        CallStep.Mark mark => Text(mark.Text),
        CallStep.Name name => Of(Text(name.Before + tool!.Name), name.Numbered ? Of(Text(":"), Digits()) : Empty, Text(name.Until)),
        CallStep.Identifier identifier => Of(Identifier(), Text(identifier.Until)),
        CallStep.Arguments => schemas.Arguments(tool!),
        CallStep.Object call => Rest(call, tool!),
        CallStep.Parameters parameters => new ParameterGrammar(parameters, schemas, rules).Write(tool!),
        _ => Nothing,
    };

    private Expression Rest(CallStep.Object call, ToolDefinition tool)
    {
        var written = Of(Text($"\"{tool.Name}\","), Space, Text($"\"{call.ArgumentsKey}\":"), Space, schemas.Arguments(tool));
        if (call is not { IdFirst: false, IdKey: { } id }) return Of(written, Space, Text("}"));
        return Of(written, Text(","), Space, Text($"\"{id}\":"), Space, Text("\""), Identifier(), Text("\""), Space, Text("}"));
    }

    private static Expression Digits() => Times(OneCharacter(CharacterSet.Digits), 1, 3);

    private static Expression Identifier() =>
        Times(OneCharacter(CharacterSet.Range('a', 'z').Union(CharacterSet.Range('A', 'Z')).Union(CharacterSet.Digits)), 9, 9);

    private static IEnumerable<Expression> After(string mark) => [Text(mark), Space];

    private static IEnumerable<Expression> Before(string mark) => [Space, Text(mark)];

    /// <summary>A text as a regular expression that matches it, to .NET and to C++ alike.</summary>
    private static string Escape(string text) =>
        string.Concat(text.Select(letter => "^$\\.*+?()[]{}|/".Contains(letter) ? $"\\{letter}" : letter.ToString()));
}
