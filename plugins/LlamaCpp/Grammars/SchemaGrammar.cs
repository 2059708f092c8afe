using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Turns a JSON Schema into a grammar: every text of it is a document that the schema allows. Of the documents that a schema allows it
/// takes those with properties in the schema's order, and unnamed properties only where <c>additionalProperties</c> asks for them.
/// </summary>
internal static class SchemaGrammar
{
    private const int MostCharacters = 1 << 20;

    /// <summary>The grammar in GBNF.</summary>
    /// <exception cref="RequestException">It asks for what cannot be kept to.</exception>
    public static string Write(JsonElement schema) => Of(schema).Text;

    /// <exception cref="RequestException">It asks for what cannot be kept to.</exception>
    public static Grammar Of(JsonElement schema)
    {
        var rules = new GrammarRules();
        rules.Set(Grammar.Root, Value(schema, rules));
        return Finish(rules, "The JSON schema cannot be kept to");
    }

    /// <summary>Any JSON object.</summary>
    public static Grammar AnyObject()
    {
        var rules = new GrammarRules();
        rules.Set(Grammar.Root, Expression.Rule(JsonRules.Object));
        return rules.Finish();
    }

    /// <summary>A value that a schema allows, as a part of a larger grammar.</summary>
    /// <exception cref="RequestException">It asks for what cannot be kept to.</exception>
    public static Expression Value(JsonElement schema, GrammarRules rules)
    {
        if (schema.ValueKind is JsonValueKind.Undefined) return Expression.Rule(JsonRules.Value);
        if (schema.GetRawText().Length > MostCharacters) throw new RequestException(
            "The JSON schema is longer than 1 MiB: make it simpler.");
        return new SchemaCompiler(schema, rules).Compile([new SchemaPart(schema, "#")]);
    }

    /// <summary>The grammar of some rules, or the reason why there is none as a refusal.</summary>
    public static Grammar Finish(GrammarRules rules, string failure)
    {
        try
        {
            return rules.Finish();
        }
        catch (GrammarException e)
        {
            throw new RequestException($"{failure}: {e.Message}. Make it simpler.", e);
        }
    }
}
