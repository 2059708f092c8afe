using System.Text.Json.Nodes;

namespace GoatHost.Tests.Http.Routes;

/// <summary>The places of values in a document: names of fields and indices of items, from the root on.</summary>
internal static class JsonPlaces
{
    public static IEnumerable<object[]> Of(string json) => Of(JsonNode.Parse(json)!, []);

    /// <summary>The document with another value at a place; as text, since a number that no type holds cannot be a node.</summary>
    public static string Replace(string json, object[] place, string value)
    {
        var document = JsonNode.Parse(json)!;
        var parent = document;
        foreach (var key in place[..^1]) parent = key is int at ? parent[at]! : parent[(string)key]!;
        var mark = JsonValue.Create("\u0001here");
        if (place[^1] is int index) parent[index] = mark;
        else parent[(string)place[^1]] = mark;
        return document.ToJsonString().Replace("\"\\u0001here\"", value, StringComparison.Ordinal);
    }

    /// <summary>A place as text, the same for all items of a list: <c>$.messages[].role</c>.</summary>
    public static string Show(object[] place) => "$" + string.Concat(place.Select(step => step is int ? "[]" : $".{step}"));

    private static IEnumerable<object[]> Of(JsonNode node, object[] here)
    {
        if (here.Length > 0) yield return here;
        var children = node switch
        {
            JsonObject fields => fields.Select(field => ((object)field.Key, field.Value)),
            JsonArray items => items.Select((item, at) => ((object)at, item)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            if (child is null) continue;
            foreach (var place in Of(child, [.. here, key])) yield return place;
        }
    }
}
