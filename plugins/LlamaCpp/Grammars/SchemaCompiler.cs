using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars.Automata;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Turns schemas that hold for one value into what may be written for it; a rule for each such list of schemas.</summary>
internal sealed class SchemaCompiler(JsonElement root, GrammarRules rules)
{
    private const int MostRules = 20_000;
    private const int MostDepth = 100;

    private readonly SchemaAlternatives _alternatives = new(root);
    private readonly Dictionary<string, Expression> _known = [];
    private int _depth;

    public GrammarRules Rules => rules;

    public JsonElement Root => root;

    /// <summary>What may be written where all of some schemas hold.</summary>
    public Expression Compile(IReadOnlyList<SchemaPart> parts)
    {
        if (++_depth > MostDepth || rules.Count > MostRules) throw new RequestException(
            "The JSON schema is too deep or too large to be kept to: make it simpler.");
        var options = _alternatives.Of(parts).Select(Plain).Distinct().ToList();
        _depth--;
        return Expression.OneOf(options);
    }

    private Expression Plain(IReadOnlyList<SchemaPart> parts)
    {
        if (parts.Count == 0) return Expression.Rule(JsonRules.Value);
        var key = string.Join(' ', parts.Select(part => part.Pointer));
        if (_known.TryGetValue(key, out var known)) return known;
        // Known before it is made, for schemas that hold themselves.
        var name = rules.Reserve(parts[0].Pointer[(parts[0].Pointer.LastIndexOf('/') + 1)..]);
        _known[key] = Expression.Rule(name);
        rules.Set(name, Make(parts));
        return _known[key];
    }

    private Expression Make(IReadOnlyList<SchemaPart> parts)
    {
        var types = SchemaTypes.Of(parts);
        return parts.Any(part => part.Has("enum") || part.Has("const"))
            ? EnumGrammar.Write(parts, [.. types], this)
            : Expression.OneOf([.. types.Select(type => OfType(type, parts))]);
    }

    /// <summary>The strings that all of some schemas allow.</summary>
    /// <exception cref="GrammarException">They need too many states.</exception>
    public Automaton Strings(IReadOnlyList<SchemaPart> parts) => StringSet.Of(_alternatives.Of(parts));

    /// <summary>What may be written of one type, listed values aside.</summary>
    public Expression OfType(string type, IReadOnlyList<SchemaPart> parts) => type switch
    {
        "object" => new ObjectGrammar(this, parts).Write(),
        "array" => ArrayGrammar.Write(parts, this),
        "string" => StringGrammar.Write(parts, rules),
        "number" or "integer" => NumberGrammar.Write(parts, type == "integer", rules),
        "boolean" => Expression.OneOf(Expression.Text("true"), Expression.Text("false")),
        _ => Expression.Text("null"),
    };
}
