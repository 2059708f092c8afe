using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Arguments that are written one by one, in the schema's order. Of a text only a list of values is kept to, not lengths and patterns.</summary>
internal sealed class ParameterGrammar(CallStep.Parameters step, GrammarRules rules)
{
    private readonly Expression _text = TextUntil.Write(step.Close, rules);

    public Expression Write(ToolDefinition tool)
    {
        var schema = tool.Parameters;
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return Any();
        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet() : [];
        var parameters = new List<Expression>();
        foreach (var property in properties.EnumerateObject().Where(property => IsPlain(property.Name)))
        {
            var one = rules.Add($"parameter-{property.Name}", Of(Beginning(Text(property.Name)), Value(tool, property), Rule(JsonRules.Space)));
            parameters.Add(required.Contains(property.Name) ? one : Optional(one));
        }
        return Of(parameters);
    }

    private Expression Value(ToolDefinition tool, JsonProperty property)
    {
        var types = ParameterTypes.Of(property.Value, tool.Parameters);
        if (types is null) return _text;
        if (Values(property.Value) is { } values) return Of(Optional(Text("\n")), TextTree.Of(values), Optional(Text("\n")), Text(step.Close));
        if (types.Contains("string")) return _text;
        return Of(Rule(JsonRules.Space), ToolSchema.Parameter(tool, property.Value, $"#/properties/{property.Name}", rules), Rule(JsonRules.Space), Text(step.Close));
    }

    // A value that the closing mark stands in could not be read again.
    private List<string>? Values(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("enum", out var listed) || listed.ValueKind != JsonValueKind.Array) return null;
        var texts = listed.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? JsonText.Of(value) ?? "" : "").ToList();
        return texts.Count is > 0 and < 1000 && texts.All(text => text.Length < 1000 && IsPlain(text)) ? texts : null;
    }

    private Expression Any()
    {
        var letter = CharacterSet.Range('a', 'z').Union(CharacterSet.Range('A', 'Z')).Union(CharacterSet.Digits).Union(CharacterSet.Of("_-"));
        return Times(rules.Add("parameter", Of(Beginning(Times(OneCharacter(letter), 1, 64)), _text, Rule(JsonRules.Space))), 0, null);
    }

    private Expression Beginning(Expression name) =>
        Of([Text(step.Open), name, Text(step.Between[0]), .. step.Between.Skip(1).SelectMany(mark => new[] { Rule(JsonRules.Space), Text(mark) })]);

    private bool IsPlain(string text) => text.Length > 0 && !text.Contains('<') && !step.Between.Any(text.Contains) && text == text.Trim();
}
