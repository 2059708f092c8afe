using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// What the arguments of tools may be. A schema that cannot be kept to is refused where the tool is strict; else it is a description for
/// the model, and the arguments are any JSON object.
/// </summary>
internal sealed class ToolSchemas(GrammarRules rules)
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    private readonly List<string> _notices = [];

    /// <summary>What is not kept to, for people.</summary>
    public IReadOnlyList<string> Notices => _notices;

    /// <summary>The arguments as JSON.</summary>
    /// <exception cref="RequestException">The tool is strict, and its schema cannot be kept to.</exception>
    public Expression Arguments(ToolDefinition tool)
    {
        if (tool.Parameters.ValueKind != JsonValueKind.Object) return Expression.Rule(JsonRules.Object);
        var parts = new[] { new SchemaPart(tool.Parameters, "#"), new SchemaPart(AnyObject, "object") };
        return Keep(tool, parts) ?? Expression.Rule(JsonRules.Object);
    }

    /// <summary>One parameter as JSON.</summary>
    /// <exception cref="RequestException">The tool is strict, and the schema cannot be kept to.</exception>
    public Expression Parameter(ToolDefinition tool, JsonElement schema, string place) =>
        Keep(tool, [new SchemaPart(schema, place)]) ?? Expression.Rule(JsonRules.Value);

    /// <summary>That something of a tool's schema is not kept to: a refusal for a strict one, a notice for others.</summary>
    public void Unkept(ToolDefinition tool, string reason, Exception? cause = null)
    {
        if (tool.Strict)
        {
            throw new RequestException($"The tool '{tool.Name}' is strict, and its parameters cannot be kept to. {reason}", cause);
        }
        _notices.Add($"The parameters of the tool '{tool.Name}' are not kept to, as it is not strict. {reason}");
    }

    private Expression? Keep(ToolDefinition tool, IReadOnlyList<SchemaPart> parts)
    {
        try
        {
            // By itself first: a schema that nothing fits, or that is too large, would take the other tools with it.
            var alone = new GrammarRules();
            alone.Set(Grammar.Root, new SchemaCompiler(tool.Parameters, alone).Compile(parts));
            SchemaGrammar.Finish(alone, "The JSON schema cannot be kept to");
            return new SchemaCompiler(tool.Parameters, rules).Compile(parts);
        }
        catch (RequestException e)
        {
            Unkept(tool, e.Message, e);
            return null;
        }
    }
}
