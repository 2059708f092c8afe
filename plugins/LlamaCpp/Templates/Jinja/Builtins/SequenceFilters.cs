using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Filters for lists and mappings as a whole.</summary>
internal static class SequenceFilters
{
    public static Dictionary<string, Func<JinjaValue, Arguments, JinjaValue>> All { get; } = new()
    {
        ["length"] = Length,
        ["count"] = Length,
        ["first"] = (value, a) => Items(value, a).FirstOrDefault(JinjaUndefined.Value),
        ["last"] = (value, a) => Items(value, a).LastOrDefault(JinjaUndefined.Value),
        ["list"] = (value, a) => new JinjaList(Items(value, a)),
        ["reverse"] = Reverse,
        ["join"] = (value, a) => Join(Attributes(value, a, 1), a.TextOrNull(0, "d") ?? a.TextOrNull(-1, "separator") ?? "", a.Budget),
        ["items"] = (value, a) => value is JinjaUndefined ? new JinjaList([]) : MappingMethods.Pairs(Mapping(value), a.Budget),
        ["dictsort"] = DictSort,
        ["sort"] = Sort,
        ["unique"] = Unique,
        ["groupby"] = GroupBy,
        ["batch"] = Batch,
        ["min"] = (value, a) => Sorted(value, a, reverse: false).FirstOrDefault(JinjaUndefined.Value),
        ["max"] = (value, a) => Sorted(value, a, reverse: true).FirstOrDefault(JinjaUndefined.Value),
        ["sum"] = Sum,
    };

    /// <summary>The items of a value, which must have some kind of them.</summary>
    public static IReadOnlyList<JinjaValue> Items(JinjaValue value, Arguments arguments)
    {
        var items = value.Items(arguments.Budget) ?? throw new JinjaException($"{value.Kind} has no items");
        arguments.Budget.Step(items.Count);
        return items;
    }

    /// <summary>The texts of the items, with a separator between them.</summary>
    public static JinjaString Join(JinjaValue value, string separator, Budget budget)
    {
        var output = new TextOutput(budget);
        var isFirst = true;
        foreach (var item in value.Items(budget) ?? throw new JinjaException($"{value.Kind} has no items to join"))
        {
            if (!isFirst) output.Write(separator);
            output.Write(Printed.Text(item, budget));
            isFirst = false;
        }
        return new JinjaString(output.ToString());
    }

    /// <summary><c>"a.b.0"</c> of a value.</summary>
    public static JinjaValue Attribute(JinjaValue value, JinjaValue path, Budget budget)
    {
        if (path is not JinjaString names) return value.Lookup(path, budget);
        foreach (var name in names.Text.Split('.'))
        {
            value = long.TryParse(name, out var index) ? value.Lookup(JinjaInteger.Of(index), budget) : Named(value, name, budget);
        }
        return value;
    }

    /// <summary>A member whose name the template computed.</summary>
    public static JinjaValue Named(JinjaValue value, string name, Budget budget)
    {
        budget.Read(name.Length);
        return value.Member(name);
    }

    private static JinjaMapping Mapping(JinjaValue value) =>
        value as JinjaMapping ?? throw new JinjaException($"{value.Kind} is no mapping");

    private static JinjaInteger Length(JinjaValue value, Arguments arguments)
    {
        if (value is JinjaString text)
        {
            arguments.Budget.Read(text.Text.Length);
            return JinjaInteger.Of(text.Length);
        }
        return JinjaInteger.Of(value.Items(arguments.Budget)?.Count ?? throw new JinjaException($"{value.Kind} has no length"));
    }

    private static JinjaValue Reverse(JinjaValue value, Arguments arguments)
    {
        var reversed = Items(value, arguments).Reverse();
        return value is JinjaString ? new JinjaString(string.Concat(reversed)) : new JinjaList(reversed);
    }

    private static JinjaValue Attributes(JinjaValue value, Arguments arguments, int index) =>
        arguments.Find(index, "attribute") is { } path and not JinjaNone
        ? new JinjaList(Items(value, arguments).Select(item => Attribute(item, path, arguments.Budget)))
        : value;

    private static Func<JinjaValue, JinjaValue> Key(JinjaValue? path, Budget budget) =>
        path is null or JinjaNone ? item => item : item => Attribute(item, path, budget);

    private static JinjaList DictSort(JinjaValue value, Arguments arguments)
    {
        var by = arguments.TextOrNull(1, "by") switch
        {
            null or "key" => 0,
            "value" => 1,
            _ => throw new JinjaException("A mapping is sorted by 'key' or 'value'"),
        };
        var pairs = MappingMethods.Pairs(Mapping(value), arguments.Budget).Values;
        return new JinjaList(Order.Sort(
            pairs,
            pair => ((JinjaList)pair).Values[by],
            arguments.Flag(2, "reverse"),
            ignoreCase: !arguments.Flag(0, "case_sensitive"),
            arguments.Budget));
    }

    private static JinjaList Sort(JinjaValue value, Arguments arguments) => new(Order.Sort(
        Items(value, arguments),
        Key(arguments.Find(2, "attribute"), arguments.Budget),
        arguments.Flag(0, "reverse"),
        ignoreCase: !arguments.Flag(1, "case_sensitive"),
        arguments.Budget));

    private static List<JinjaValue> Sorted(JinjaValue value, Arguments arguments, bool reverse) => Order.Sort(
        Items(value, arguments),
        Key(arguments.Find(1, "attribute"), arguments.Budget),
        reverse,
        ignoreCase: !arguments.Flag(0, "case_sensitive"),
        arguments.Budget);

    private static JinjaList Unique(JinjaValue value, Arguments arguments)
    {
        var key = Key(arguments.Find(1, "attribute"), arguments.Budget);
        var ignoreCase = !arguments.Flag(0, "case_sensitive");
        var seen = new List<JinjaValue>();
        return new JinjaList(Items(value, arguments).Where(item =>
        {
            var by = key(item) is JinjaString text && ignoreCase ? TextChange.Lower(text.Text, arguments.Budget) : key(item);
            if (seen.Exists(other => Comparison(other, by, arguments.Budget))) return false;
            seen.Add(by);
            return true;
        }));
    }

    private static bool Comparison(JinjaValue left, JinjaValue right, Budget budget)
    {
        budget.Step();
        return Equality.AreEqual(left, right, budget);
    }

    private static JinjaList GroupBy(JinjaValue value, Arguments arguments)
    {
        var path = arguments.Required(0, "attribute");
        var fallback = arguments.Find(1, "default") ?? JinjaUndefined.Value;
        JinjaValue By(JinjaValue item) => Attribute(item, path, arguments.Budget) is { } by and not JinjaUndefined ? by : fallback;
        var groups = new List<JinjaValue>();
        foreach (var item in Order.Sort(Items(value, arguments), By, reverse: false, ignoreCase: true, arguments.Budget))
        {
            var by = By(item);
            var isSame = groups is [.., JinjaList { Values: [var last, _] }] && Equality.AreEqual(last, by, arguments.Budget);
            if (!isSame) groups.Add(new JinjaList([by, new JinjaList([])]));
            ((JinjaList)((JinjaList)groups[^1]).Values[1]).Values.Add(item);
        }
        return new JinjaList(groups);
    }

    private static JinjaList Batch(JinjaValue value, Arguments arguments)
    {
        var size = arguments.IntegerOrNull(0, "linecount") ?? 0;
        if (size is < 1 or > int.MaxValue) throw new JinjaException("A batch has one item at least");
        var batches = Items(value, arguments).Chunk((int)size).Select(batch => new JinjaList([.. batch])).ToList();
        if (arguments.Find(1, "fill_with") is { } filler and not JinjaNone && batches.Count > 0)
        {
            arguments.Budget.Step(size);
            while (batches[^1].Values.Count < size) batches[^1].Values.Add(filler);
        }
        return new JinjaList(batches);
    }

    private static JinjaValue Sum(JinjaValue value, Arguments arguments) => Items(Attributes(value, arguments, 0), arguments)
        .Aggregate(
            arguments.Find(1, "start") ?? JinjaInteger.Of(0),
            (sum, item) => Expressions.Arithmetic.Apply("+", sum, item, arguments.Budget));
}
