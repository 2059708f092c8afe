using GoatHost.Abstractions;

namespace GoatHost.Http.Fields;

/// <summary>Reads <c>lora</c>, llama-server's field for the adapters of one request: those that are not in it are off.</summary>
internal static class LoraField
{
    /// <summary>The adapters to answer with, or null where the field is not there.</summary>
    /// <param name="body">The request.</param>
    /// <param name="limits">What the model was loaded with: an id is an adapter's place in it.</param>
    public static IReadOnlyList<AdapterScale>? Read(JsonFields body, SessionLimits limits) =>
        body.Array("lora") is null ? null : Read([.. body.Items("lora")], limits.Adapters);

    /// <summary>The adapters of a list, by their ids.</summary>
    public static IReadOnlyList<AdapterScale> Read(IReadOnlyList<JsonFields> items, IReadOnlyList<AdapterScale> known)
    {
        var scales = new Dictionary<int, float>();
        foreach (var item in items)
        {
            var id = item.Integer("id", 0) ?? throw item.Wrong("id", "an integer");
            if (id >= known.Count) throw item.Wrong("id", known.Count == 0 ? "left out: the model has no adapters" : $"from 0 to {known.Count - 1}");
            scales[id] = item.Number("scale") ?? throw item.Wrong("scale", "a number");
        }
        return [.. scales.Select(one => known[one.Key] with { Scale = one.Value })];
    }
}
