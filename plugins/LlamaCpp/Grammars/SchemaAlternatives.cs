using System.Globalization;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Takes <c>$ref</c>, <c>allOf</c>, <c>anyOf</c> and <c>oneOf</c> out of schemas: what is left are alternatives, each a list of plain
/// schemas that all hold.
/// </summary>
internal sealed class SchemaAlternatives(JsonElement root)
{
    private const int MostAlternatives = 500;
    private const int MostSteps = 20_000;
    private const int MostDepth = 64;
    private const long MostCompared = 1_000_000;
    private int _steps;

    public List<IReadOnlyList<SchemaPart>> Of(IReadOnlyList<SchemaPart> parts)
    {
        List<IReadOnlyList<SchemaPart>> all = [[]];
        foreach (var part in parts) all = Both(all, Of(part, 0));
        return all;
    }

    private List<IReadOnlyList<SchemaPart>> Of(SchemaPart part, int depth)
    {
        if (++_steps > MostSteps || depth > MostDepth) throw TooMuch();
        switch (part.Schema.ValueKind)
        {
            case JsonValueKind.True: return [[]];
            case JsonValueKind.False: return [];
            case JsonValueKind.Object: break;
            default: throw new RequestException(
                $"The JSON schema has something at {part.Pointer} that is no schema: an object, true or false belongs there.");
        }
        for (var above = part.Within; above is not null; above = above.Within)
        {
            if (above.Pointer == part.Pointer) throw new RequestException(
                $"The JSON schema at {part.Pointer} refers to itself for the same value: take that out.");
        }
        Check(part);
        List<IReadOnlyList<SchemaPart>> all = SchemaKeywords.Kept.Any(part.Has) ? [[part]] : [[]];
        if (part.Text("$ref") is { } reference) all = Both(all, Of(Target(part, reference), depth + 1));
        var number = 0;
        foreach (var schema in part.Items("allOf")) all = Both(all, Of(part.Same(schema, $"{part.Pointer}/allOf/{number++}"), depth + 1));
        if (part.Has("anyOf")) all = Both(all, [.. Options(part, "anyOf", depth).SelectMany(option => option)]);
        return part.Has("oneOf") ? OneOf(all, Options(part, "oneOf", depth)) : all;
    }

    private List<List<IReadOnlyList<SchemaPart>>> Options(SchemaPart part, string keyword, int depth) =>
        [.. part.Items(keyword).Select((schema, number) => Of(part.Same(schema, $"{part.Pointer}/{keyword}/{number}"), depth + 1))];

    /// <summary>Each option with what holds beside it, kept apart from all the others.</summary>
    private List<IReadOnlyList<SchemaPart>> OneOf(List<IReadOnlyList<SchemaPart>> beside, List<List<IReadOnlyList<SchemaPart>>> options)
    {
        var all = new List<IReadOnlyList<SchemaPart>>();
        var lists = options.SelectMany(option => option).SelectMany(parts => parts).SelectMany(EnumGrammar.Lists);
        var listed = lists.Sum(list => (long)list.Count);
        if (listed * options.Count > MostCompared) throw TooMuch();
        foreach (var option in options)
        {
            var others = options.Where(other => other != option).SelectMany(other => other).Where(other => other.Count > 0).ToList();
            foreach (var one in Both(beside, option))
            {
                if (all.Count == MostAlternatives || (_steps += others.Count) > MostSteps) throw TooMuch();
                all.Add(one.Count == 0 ? one : others.Aggregate(one, OneOfOptions.Apart));
            }
        }
        return all;
    }

    private List<IReadOnlyList<SchemaPart>> Both(List<IReadOnlyList<SchemaPart>> left, List<IReadOnlyList<SchemaPart>> right)
    {
        if (right is [{ Count: 0 }]) return left;
        if (left is [{ Count: 0 }]) return right.Count <= MostAlternatives ? right : throw TooMuch();
        if ((long)left.Count * right.Count > MostAlternatives) throw TooMuch();
        _steps += left.Sum(one => one.Count) * right.Count;
        return [.. left.SelectMany(_ => right, Union)];
    }

    private static IReadOnlyList<SchemaPart> Union(IReadOnlyList<SchemaPart> one, IReadOnlyList<SchemaPart> other) =>
        [.. one.Concat(other).DistinctBy(part => part.Pointer)];

    private static void Check(SchemaPart part)
    {
        foreach (var keyword in SchemaKeywords.Refused)
        {
            if (part.Has(keyword)) throw part.Refused(keyword);
        }
        if (part.TryGet("uniqueItems", out var unique) && unique.ValueKind != JsonValueKind.False) throw part.Refused("uniqueItems");
    }

    private SchemaPart Target(SchemaPart part, string reference)
    {
        if (reference is "#") return part.Same(root, "#");
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) throw Missing(part, reference);
        var target = root;
        foreach (var token in reference[2..].Split('/'))
        {
            // RFC 6901 §6: percent-encoding first, then ~1 before ~0.
            var name = Uri.UnescapeDataString(token)
                .Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            target = target.ValueKind switch
            {
                JsonValueKind.Object when target.TryGetProperty(name, out var member) => member,
                JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < target.GetArrayLength() => target[index],
                _ => throw Missing(part, reference),
            };
        }
        return part.Same(target, reference);
    }

    private static RequestException Missing(SchemaPart part, string reference) => new(
        $"The JSON schema refers to '{(reference.Length > 100 ? reference[..100] : reference)}' at {part.Pointer}, and nothing is there: "
        + "a reference names a place in the same schema, as #/$defs/name.");

    private static RequestException TooMuch() => new(
        "The JSON schema has more alternatives in one another than can be kept to: make it simpler.");
}
