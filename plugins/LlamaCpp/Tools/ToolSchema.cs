using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>What a tool's arguments may be.</summary>
internal static class ToolSchema
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>
    /// The arguments as JSON. A schema of tools is a description first: one that cannot be kept to leaves the arguments to the model, as
    /// any JSON object, and the request is served.
    /// </summary>
    public static Expression Arguments(ToolDefinition tool, GrammarRules rules)
    {
        if (tool.Parameters.ValueKind != JsonValueKind.Object) return Expression.Rule(JsonRules.Object);
        var parts = new[] { new SchemaPart(tool.Parameters, "#"), new SchemaPart(AnyObject, "object") };
        return Keep(tool.Parameters, parts, rules) ?? Expression.Rule(JsonRules.Object);
    }

    /// <summary>One parameter as JSON.</summary>
    public static Expression Parameter(ToolDefinition tool, JsonElement schema, string place, GrammarRules rules) =>
        Keep(tool.Parameters, [new SchemaPart(schema, place)], rules) ?? Expression.Rule(JsonRules.Value);

    private static Expression? Keep(JsonElement root, IReadOnlyList<SchemaPart> parts, GrammarRules rules)
    {
        try
        {
            // By itself first: a schema that nothing fits, or that is too large, would take the other tools with it.
            var alone = new GrammarRules();
            alone.Set(Grammar.Root, new SchemaCompiler(root, alone).Compile(parts));
            alone.Finish();
            return new SchemaCompiler(root, rules).Compile(parts);
        }
        catch (Exception e) when (e is RequestException or GrammarException)
        {
            return null;
        }
    }
}
