using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Filters that look at each item by itself: <c>map</c>, <c>select</c> and their kin.</summary>
internal static class SelectionFilters
{
    public static Dictionary<string, Func<JinjaValue, Arguments, JinjaValue>> All { get; } = new()
    {
        ["map"] = Map,
        ["select"] = (value, a) => Select(value, a, item => item, skip: 0, wanted: true),
        ["reject"] = (value, a) => Select(value, a, item => item, skip: 0, wanted: false),
        ["selectattr"] = (value, a) => Select(value, a, item => Attribute(item, a), skip: 1, wanted: true),
        ["rejectattr"] = (value, a) => Select(value, a, item => Attribute(item, a), skip: 1, wanted: false),
    };

    private static JinjaValue Attribute(JinjaValue item, Arguments arguments) =>
        SequenceFilters.Attribute(item, arguments.Required(0, "attribute"), arguments.Budget);

    private static JinjaList Map(JinjaValue value, Arguments arguments)
    {
        if (!value.IsTrue) return new JinjaList([]);
        var items = SequenceFilters.Items(value, arguments);
        if (arguments.Positional.Count == 0)
        {
            var path = arguments.Required(-1, "attribute");
            var fallback = arguments.Find(-1, "default") ?? JinjaUndefined.Value;
            return new JinjaList(items.Select(item => SequenceFilters.Attribute(item, path, arguments.Budget))
                .Select(found => found is JinjaUndefined ? fallback : found));
        }
        var name = arguments.Text(0, "filter");
        var filter = Filters.Find(name) ?? throw new JinjaException($"There is no filter '{name}'");
        var rest = arguments.Rest(1);
        return new JinjaList(items.Select(item => One(item, rest, filter)));
    }

    // A filter may take a filter's name itself: map('map', 'upper').
    private static JinjaValue One(JinjaValue item, Arguments arguments, Func<JinjaValue, Arguments, JinjaValue> filter)
    {
        arguments.Budget.Enter();
        var value = filter(item, arguments);
        arguments.Budget.Leave();
        return value;
    }

    private static JinjaList Select(JinjaValue value, Arguments arguments, Func<JinjaValue, JinjaValue> aspect, int skip, bool wanted)
    {
        if (!value.IsTrue) return new JinjaList([]);
        var items = SequenceFilters.Items(value, arguments);
        Func<JinjaValue, Arguments, bool> test = (item, _) => item.IsTrue;
        if (arguments.Positional.Count > skip)
        {
            var name = arguments.Text(skip, "test");
            test = Tests.Find(name) ?? throw new JinjaException($"There is no test '{name}'");
        }
        var rest = arguments.Rest(skip + 1);
        return new JinjaList(items.Where(item => test(aspect(item), rest) == wanted));
    }
}
