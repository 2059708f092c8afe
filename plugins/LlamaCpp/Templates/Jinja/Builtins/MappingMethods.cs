using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Methods of a mapping.</summary>
internal static class MappingMethods
{
    public static MethodTable<JinjaMapping> Table { get; } = new(new()
    {
        ["get"] = (mapping, a) => mapping.Find(a.Required(0, "key"), a.Budget) ?? a.Find(1, "default") ?? JinjaNone.Value,
        ["items"] = (mapping, a) => Pairs(mapping, a.Budget),
        ["keys"] = (mapping, a) => new JinjaList(mapping.Items(a.Budget)),
        ["values"] = Values,
    });

    /// <summary>Each key with its value.</summary>
    public static JinjaList Pairs(JinjaMapping mapping, Budget budget)
    {
        budget.Step(2 * mapping.Entries.Count);
        return new JinjaList(mapping.Entries.Select(entry => new JinjaList([entry.Key, entry.Value])));
    }

    private static JinjaList Values(JinjaMapping mapping, Arguments arguments)
    {
        arguments.Budget.Step(mapping.Entries.Count);
        return new JinjaList(mapping.Entries.Values);
    }
}
