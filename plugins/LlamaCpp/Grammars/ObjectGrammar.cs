using GoatHost.Abstractions;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Objects: the named properties in order, those that are not required left out at will, then others where they are asked for.
/// </summary>
internal sealed class ObjectGrammar(SchemaCompiler compiler, IReadOnlyList<SchemaPart> parts)
{
    private const int MostNameLength = 256;
    private const int MostProperties = 1_000;

    private sealed record Property(string Name, bool Required, Expression Value);

    public Expression Write()
    {
        var required = parts.SelectMany(part => part.Texts("required")).ToHashSet();
        var named = parts.SelectMany(part => part.Members("properties").Select(member => member.Name)).Distinct().ToList();
        if (named.Union(required).Count() > MostProperties)
        {
            throw new RequestException(
                $"The JSON schema names more than {MostProperties} properties of one object at {parts[0].Pointer}: name fewer.");
        }
        var others = parts.Where(part => part.Has("additionalProperties")).Select(part => Other(part)!).ToList();
        var names = parts.Where(part => part.Has("propertyNames")).Select(part => Place(part, "propertyNames")).ToList();
        var open = others.Count > 0 || !parts.Any(part => part.Has("properties"));
        var properties = named.Concat(required.Except(named))
            .Select(name => new Property(name, required.Contains(name), Value(name))).ToList();
        var other = open ? compiler.Compile(others) : Nothing;
        if (names.Count > 0 && properties.Count > 0)
        {
            throw parts.First(part => part.Has("propertyNames")).Refused("properties beside propertyNames");
        }
        var members = names.Count > 0 ? NamedBy(names, other) : Members(properties, other);
        return Of(Text("{"), Rule(JsonRules.Space), members);
    }

    /// <summary>Properties whose names a schema describes.</summary>
    private Expression NamedBy(List<SchemaPart> names, Expression other)
    {
        var name = compiler.Compile([.. names, SchemaPart.AnyString]);
        var member = compiler.Rules.Add("member", Of(name, Text(":"), Rule(JsonRules.Space), other));
        return OneOf(Text("}"), Of(member, Times(Of(JsonRules.Comma, member), 0, null), Rule(JsonRules.Space), Text("}")));
    }

    /// <summary>
    /// A chain of rules, one for each property that may come next. It is as long as there are properties, and a property that is written
    /// leaves one way to go on.
    /// </summary>
    private Expression Members(List<Property> properties, Expression other)
    {
        var end = Of(Rule(JsonRules.Space), Text("}"));
        var next = compiler.Rules.Reserve("others");
        var otherKey = OtherKey.Write(properties.Select(property => property.Name), compiler.Rules);
        var rest = OneOf(end, Of(JsonRules.Comma, JsonRules.Quote, Rule(next)));
        compiler.Rules.Set(next, Of(otherKey, Text(":"), Rule(JsonRules.Space), other, rest));
        var begin = Rule(next);
        var mayEnd = true;
        for (var i = properties.Count - 1; i >= 0; i--)
        {
            var (name, required, value) = properties[i];
            var after = compiler.Rules.Add($"after-{name}", rest);
            var written = Of(Text(JsonText.Quoted(name)[1..] + ":"), Rule(JsonRules.Space), value, after);
            begin = compiler.Rules.Add($"from-{name}", required ? written : OneOf(written, begin));
            mayEnd &= !required;
            var more = Of(JsonRules.Comma, JsonRules.Quote, begin);
            rest = mayEnd ? OneOf(end, more) : more;
        }
        var first = Of(JsonRules.Quote, begin);
        return mayEnd ? OneOf(Text("}"), first) : first;
    }

    private Expression Value(string name)
    {
        if (name.Length > MostNameLength)
        {
            throw new RequestException(
                $"The JSON schema names a property of {name.Length} characters at {parts[0].Pointer}: at most {MostNameLength} are taken.");
        }
        var schemas = new List<SchemaPart>();
        foreach (var part in parts)
        {
            if (part.TryGet("properties", out var members) && members.TryGetProperty(name, out var schema))
            {
                schemas.Add(part.Child(schema, $"properties/{Escape(name)}"));
            }
            else if (Other(part) is { } other)
            {
                schemas.Add(other);
            }
        }
        return compiler.Compile(schemas);
    }

    private static SchemaPart? Other(SchemaPart part) => part.Has("additionalProperties") ? Place(part, "additionalProperties") : null;

    private static SchemaPart Place(SchemaPart part, string keyword) =>
        part.TryGet(keyword, out var schema) ? part.Child(schema, keyword) : part;

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
