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

    private readonly ObjectKeys _keys = new(compiler, parts);

    public Expression Write()
    {
        var required = parts.SelectMany(part => part.Texts("required")).ToHashSet();
        var named = parts.SelectMany(part => part.Members("properties").Select(member => member.Name)).Union(required).ToList();
        if (named.Count > MostProperties)
        {
            throw new RequestException(
                $"The JSON schema names more than {MostProperties} properties of one object at {parts[0].Pointer}: name fewer.");
        }
        var least = parts.Max(part => part.Count("minProperties", required: true)) ?? 0;
        var most = parts.Min(part => part.Count("maxProperties", required: false));
        var properties = named.Select(name => new MemberChain.Property(name, required.Contains(name), Value(name))).ToList();
        var others = _keys.Others(named, _keys.IsOpen || least > named.Count)
            .Select(other => Of(other.Key, Text(":"), Rule(JsonRules.Space), compiler.Compile(other.Schemas))).ToList();
        // Names that are not known may be written twice, and two of a name count as one.
        if (least > named.Count + 1)
        {
            throw parts.First(part => part.Has("minProperties")).Refused("minProperties beyond the properties that are named");
        }
        var chain = new MemberChain(compiler.Rules, properties, others)
        {
            Least = least <= required.Count ? 0 : least,
            Most = others.Count == 0 && most >= named.Count ? null : most,
        };
        if (chain.Size > MemberChain.MostSize) throw parts[0].Refused("so large a number of properties");
        return Of(Text("{"), Rule(JsonRules.Space), chain.Write());
    }

    private Expression Value(string name)
    {
        if (name.Length > MostNameLength)
        {
            throw new RequestException(
                $"The JSON schema names a property of {name.Length} characters at {parts[0].Pointer}: at most {MostNameLength} are taken.");
        }
        return _keys.Allows(name) ? compiler.Compile(_keys.Schemas(name)) : Nothing;
    }
}
