using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// Arguments that are written one by one, in the schema's order. Of a text only a list of values is kept to, not lengths and patterns.
/// </summary>
internal sealed class ParameterGrammar(CallStep.Parameters step, ToolSchemas schemas, GrammarRules rules)
{
    private static readonly string[] OfText = ["pattern", "format", "minLength", "maxLength"];
    private static readonly string[] OfAll =
        ["anyOf", "oneOf", "allOf", "$ref", "minProperties", "maxProperties", "patternProperties", "propertyNames"];

    private readonly Expression _text = TextUntil.Write(step.Close, rules);

    public Expression Write(ToolDefinition tool)
    {
        var schema = tool.Parameters;
        Look(tool, schema, OfAll, "#");
        if (Member(schema, "properties", JsonValueKind.Object) is not { } properties) return Any();
        var required = Member(schema, "required", JsonValueKind.Array)?.EnumerateArray().Select(Text).ToHashSet() ?? [];
        var parameters = new List<Expression>();
        foreach (var property in properties.EnumerateObject().Where(property => IsPlain(property.Name)))
        {
            var written = Of(Beginning(Expression.Text(property.Name)), Value(tool, property), Rule(JsonRules.Space));
            var one = rules.Add($"parameter-{property.Name}", written);
            parameters.Add(required.Contains(property.Name) ? one : Optional(one));
        }
        return Of(parameters);
    }

    private Expression Value(ToolDefinition tool, JsonProperty property)
    {
        var types = ParameterTypes.Of(property.Value, tool.Parameters);
        if (types is null) return _text;
        var close = Expression.Text(step.Close);
        var line = Optional(Expression.Text("\n"));
        if (Values(property.Value) is { } values) return Of(line, TextTree.Of(values), line, close);
        var place = $"#/properties/{SchemaPart.Escape(property.Name)}";
        if (types.Contains("string")) Look(tool, property.Value, OfText, place);
        if (types.Contains("string")) return _text;
        var value = schemas.Parameter(tool, property.Value, place);
        return Of(Rule(JsonRules.Space), value, Rule(JsonRules.Space), close);
    }

    /// <summary>Says what is not kept to where parameters are written one by one.</summary>
    private void Look(ToolDefinition tool, JsonElement schema, string[] keywords, string place)
    {
        if (schema.ValueKind != JsonValueKind.Object) return;
        foreach (var keyword in keywords.Where(keyword => schema.TryGetProperty(keyword, out _)))
        {
            schemas.Unkept(
                tool,
                $"The JSON schema asks for '{keyword}' at {place}, and the form in which this model writes parameters does not keep to it: "
                + "take it out.");
        }
    }

    // A value that the closing mark stands in could not be read again.
    private List<string>? Values(JsonElement schema)
    {
        var texts = Member(schema, "enum", JsonValueKind.Array)?.EnumerateArray().Select(Text).ToList();
        return texts?.Count is > 0 and < 1000 && texts.All(text => text.Length < 1000 && IsPlain(text)) ? texts : null;
    }

    private static JsonElement? Member(JsonElement schema, string name, JsonValueKind kind) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;

    /// <summary>A text; empty for what is none.</summary>
    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? JsonText.Of(value) ?? "" : "";

    private Expression Any()
    {
        var letter = OneCharacter(CharacterSet.Range('a', 'z').Union(CharacterSet.Range('A', 'Z')).Union(CharacterSet.Of("0123456789_-")));
        return Times(rules.Add("parameter", Of(Beginning(Times(letter, 1, 64)), _text, Rule(JsonRules.Space))), 0, null);
    }

    private Expression Beginning(Expression name)
    {
        var between = step.Between.Skip(1).SelectMany(mark => new[] { Rule(JsonRules.Space), Expression.Text(mark) });
        return Of([Expression.Text(step.Open), name, Expression.Text(step.Between[0]), .. between]);
    }

    private bool IsPlain(string text) => text.Length > 0 && !text.Contains('<') && !step.Between.Any(text.Contains) && text == text.Trim();
}
