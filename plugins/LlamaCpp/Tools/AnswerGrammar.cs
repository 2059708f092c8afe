using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using GoatHost.Plugins.LlamaCpp.Templates;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>The grammar that a request asks for: its tools, the choice among them and its response format, after any reasoning.</summary>
internal static class AnswerGrammar
{
    /// <summary>Makes it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dialect">How the model writes calls.</param>
    /// <param name="reasoning">What it puts around its reasoning, if it reasons.</param>
    /// <param name="inside">Whether the prompt has begun the reasoning.</param>
    /// <returns>The grammar; null when the answer is free.</returns>
    /// <exception cref="RequestException">It asks for what cannot be kept to.</exception>
    public static OutputGrammar? For(GenerationRequest request, ToolDialect dialect, ReasoningMarks? reasoning, bool inside)
    {
        var tools = new ToolSet(request.Tools, request.ToolChoice);
        if (request.Format is null && tools.IsEmpty) return null;
        if (request.Format?.Grammar is { } given)
        {
            return tools.IsEmpty ? new OutputGrammar(Given(given), []) : throw new RequestException(
                "A request has either tools or a grammar of its own, and this one has both: leave one out.");
        }
        var rules = new GrammarRules();
        var schemas = new ToolSchemas(rules);
        var must = request.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Named;
        var (calls, triggers) = tools.IsEmpty
            ? (Nothing, [])
            : Calls(dialect, tools, request.ParallelToolCalls && request.ToolChoice.Kind != ToolChoiceKind.Named, schemas, rules);
        var body = must || request.Format is null ? calls : OneOf(calls, Document(request.Format, dialect, rules));
        var lazy = !must && request.Format is null;
        rules.Set(Grammar.Root, lazy ? body : Of(Before(request, dialect, reasoning, inside, rules), body));
        var grammar = SchemaGrammar.Finish(rules, "What the request asks of the answer cannot be kept to");
        return new OutputGrammar(grammar, lazy ? triggers : []) { Notices = schemas.Notices };
    }

    private static Grammar Given(string gbnf)
    {
        try
        {
            return GrammarReader.Read(gbnf);
        }
        catch (GrammarException e)
        {
            throw new RequestException($"The grammar that the answer is to keep to cannot be used: {e.Message}. Correct it.", e);
        }
    }

    private static (Expression Calls, IReadOnlyList<string> Triggers) Calls(
        ToolDialect dialect, ToolSet tools, bool parallel, ToolSchemas schemas, GrammarRules rules)
    {
        if (dialect.Channels) return (Harmony.Call(tools, schemas, rules), Harmony.Triggers);
        var calls = new CallGrammar(dialect, tools, schemas, rules);
        return (calls.Write(parallel), calls.Triggers);
    }

    private static Expression Document(ResponseFormat format, ToolDialect dialect, GrammarRules rules)
    {
        var document = format.Schema is { } schema ? SchemaGrammar.Value(schema, rules) : Rule(JsonRules.Object);
        return dialect.Channels ? Harmony.Final(document) : document;
    }

    private static Expression Before(
        GenerationRequest request, ToolDialect dialect, ReasoningMarks? reasoning, bool inside, GrammarRules rules)
    {
        if (dialect.Channels) return Harmony.Reasoning(rules);
        if (reasoning is not { End.Length: > 0 }) return Empty;
        var gap = Times(OneCharacter(CharacterSet.Of("\n ")), 0, 3);
        var start = reasoning.AnswerStart.Length == 0 ? Empty : Optional(Of(Text(reasoning.AnswerStart), gap));
        var rest = Of(TextUntil.Write(reasoning.End, rules), gap, start);
        if (inside) return rest;
        return request.Think == false || reasoning.Start.Length == 0 ? Empty : Optional(Of(Text(reasoning.Start), rest));
    }
}
