using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars.Automata;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Which names properties of an object may have, and which schemas hold for the value under a name.</summary>
internal sealed class ObjectKeys
{
    private const int MostPatterns = 5;

    private readonly SchemaCompiler _compiler;
    private readonly IReadOnlyList<SchemaPart> _parts;
    private readonly List<(SchemaPart Part, SchemaPart Schema, Automaton Names)> _patterns;
    private readonly Automaton? _names;

    public ObjectKeys(SchemaCompiler compiler, IReadOnlyList<SchemaPart> parts)
    {
        (_compiler, _parts) = (compiler, parts);
        _patterns = [.. parts.SelectMany(Patterns)];
        if (_patterns.Count > MostPatterns) throw parts[0].Refused($"more than {MostPatterns} patternProperties");
        var names = parts.Where(part => part.Has("propertyNames")).Select(part => part.Child("propertyNames")).ToList();
        if (names.Count > 0) _names = Bounded(names[0], () => compiler.Strings(names));
    }

    /// <summary>Whether properties that are not named are asked for: by a schema for them, or by naming none at all.</summary>
    public bool IsOpen => _parts.Any(part => part.Has("additionalProperties"))
        || !_parts.Any(part => part.Has("properties") || part.Has("patternProperties"));

    /// <summary>Whether any property may have a name.</summary>
    public bool Allows(string name) => _names?.Accepts(name) ?? true;

    /// <summary>What holds for the value under a name.</summary>
    public List<SchemaPart> Schemas(string name) => [.. _parts.SelectMany(part =>
    {
        var fitting = _patterns.Where(pattern => pattern.Part == part && pattern.Names.Accepts(name));
        List<SchemaPart> own = [.. fitting.Select(pattern => pattern.Schema)];
        if (part.TryGet("properties", out var members) && members.TryGetProperty(name, out var schema))
        {
            own.Add(part.Child(schema, $"properties/{SchemaPart.Escape(name)}"));
        }
        return own.Count > 0 ? own : Rest(part);
    })];

    /// <summary>
    /// Names that are none of some, from after their opening quote to their closing one, by what holds for what is under them.
    /// </summary>
    public IEnumerable<(Expression Key, IReadOnlyList<SchemaPart> Schemas)> Others(IReadOnlyList<string> named, bool isOpen)
    {
        if (_patterns.Count == 0 && _names is null)
        {
            if (isOpen) yield return (OtherKey.Write(named, _compiler.Rules), [.. _parts.SelectMany(Rest)]);
            yield break;
        }
        // Each set of patterns has its own part of all names: those that fit these patterns and no others.
        for (var chosen = isOpen ? 0 : 1; chosen < 1 << _patterns.Count; chosen++)
        {
            var set = chosen;
            var fitting = _patterns.Where((_, at) => (set >> at & 1) == 1).ToList();
            var others = _patterns.Except(fitting);
            var key = Bounded(_parts[0], () =>
            {
                var names = (_names ?? Automaton.Any).Except(Automaton.OfTexts(named));
                foreach (var pattern in fitting) names = names.Intersect(pattern.Names);
                foreach (var pattern in others) names = names.Except(pattern.Names);
                return names;
            });
            if (key.IsEmpty) continue;
            var rest = _parts.Where(part => fitting.All(pattern => pattern.Part != part)).SelectMany(Rest);
            var written = key.Write(_compiler.Rules, "key", JsonEncoding.Of, JsonRules.Quote);
            yield return (written, [.. fitting.Select(pattern => pattern.Schema), .. rest]);
        }
    }

    private static IEnumerable<SchemaPart> Rest(SchemaPart part) =>
        part.Has("additionalProperties") ? [part.Child("additionalProperties")] : [];

    private static IEnumerable<(SchemaPart, SchemaPart, Automaton)> Patterns(SchemaPart part) =>
        part.Members("patternProperties").Select(member =>
        {
            var schema = part.Child(member.Value, $"patternProperties/{SchemaPart.Escape(member.Name)}");
            return (part, schema, Bounded(schema, () => Automaton.Of(StringGrammar.Read(member.Name, schema))));
        });

    private static Automaton Bounded(SchemaPart part, Func<Automaton> make)
    {
        try
        {
            return make();
        }
        catch (GrammarException e)
        {
            throw new RequestException(
                $"The names of properties at {part.Pointer} in the JSON schema cannot be kept to, because {e.Message}: make them simpler.", e);
        }
    }
}
