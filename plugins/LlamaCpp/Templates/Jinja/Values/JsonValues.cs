using System.Text.Json;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>JSON as values of the template language.</summary>
internal static class JsonValues
{
    /// <summary>Copies an element. Its depth is bounded by whoever parsed it (64 by default).</summary>
    public static JinjaValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => FromObject(element),
        JsonValueKind.Array => new JinjaList(element.EnumerateArray().Select(From)),
        JsonValueKind.String => new JinjaString(element.GetString()!),
        JsonValueKind.Number => FromNumber(element),
        JsonValueKind.True => JinjaBoolean.True,
        JsonValueKind.False => JinjaBoolean.False,
        JsonValueKind.Null => JinjaNone.Value,
        _ => JinjaUndefined.Value,
    };

    public static JinjaMapping FromObject(JsonElement element)
    {
        var mapping = new JinjaMapping();
        foreach (var property in element.EnumerateObject()) mapping[property.Name] = From(property.Value);
        return mapping;
    }

    // A number keeps its kind, so that what a model wrote as 1.0 is shown to it as 1.0 again.
    private static JinjaValue FromNumber(JsonElement element) =>
        element.TryGetInt64(out var integer) ? JinjaInteger.Of(integer) : new JinjaFloat(element.GetDouble());
}
