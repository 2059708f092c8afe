using System.Text.Json;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Arrays: items by place, then items that are all alike, in the number that is asked for.</summary>
internal static class ArrayGrammar
{
    public static Expression Write(IReadOnlyList<SchemaPart> parts, SchemaCompiler compiler)
    {
        var places = parts.Max(part => Places(part).Count);
        var least = parts.Max(part => part.Count("minItems", required: true)) ?? 0;
        var most = parts.Min(part => part.Count("maxItems", required: false));
        // Where nothing is said of items after those by place, there are only as many as there must be.
        if (places > 0 && !parts.Any(part => Rest(part) is not null)) most = Math.Min(most ?? int.MaxValue, Math.Max(places, least));
        if (most < least) return Nothing;

        Expression Item(int place) =>
            compiler.Rules.Add("item", compiler.Compile([.. parts.Select(part => At(part, place)).OfType<SchemaPart>()]));
        var end = Of(Rule(JsonRules.Space), Text("]"));
        var rest = most <= places ? end : Others(Item(places), Math.Max(0, least - places), most - places, first: places == 0, end);
        for (var place = Math.Min(places, most ?? places) - 1; place >= 0; place--)
        {
            var separator = place == 0 ? Empty : JsonRules.Comma;
            var written = Of(separator, Item(place), rest);
            rest = place >= least ? OneOf(place == 0 ? Text("]") : end, written) : written;
        }
        return Of(Text("["), most == 0 ? end : Of(Rule(JsonRules.Space), rest));
    }

    private static Expression Others(Expression item, int least, int? most, bool first, Expression end)
    {
        var next = Of(JsonRules.Comma, item);
        if (!first) return Of(Times(next, least, most), end);
        var some = Of(item, Times(next, Math.Max(0, least - 1), most - 1), end);
        return least == 0 ? OneOf(Text("]"), some) : some;
    }

    private static SchemaPart? At(SchemaPart part, int place) =>
        place < Places(part).Count ? part.Child(Places(part)[place], $"{PlacesKeyword(part)}/{place}") : Rest(part);

    // Before the drafts of 2020, "items" had both meanings.
    private static string PlacesKeyword(SchemaPart part) => part.Has("prefixItems") ? "prefixItems" : "items";

    private static IReadOnlyList<JsonElement> Places(SchemaPart part) =>
        part.Has("prefixItems") || (part.TryGet("items", out var items) && items.ValueKind == JsonValueKind.Array)
            ? part.Items(PlacesKeyword(part))
            : [];

    private static SchemaPart? Rest(SchemaPart part)
    {
        var keyword = part.TryGet("items", out var items) && items.ValueKind != JsonValueKind.Array ? "items" : "additionalItems";
        return part.TryGet(keyword, out var rest) ? part.Child(rest, keyword) : null;
    }
}
