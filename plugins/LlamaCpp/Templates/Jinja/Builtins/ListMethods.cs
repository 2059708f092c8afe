using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Methods of a list. transformers refuses those that change it; llama.cpp has them, and some templates need them.</summary>
internal static class ListMethods
{
    public static MethodTable<JinjaList> Table { get; } = new(new()
    {
        ["append"] = Append,
        ["extend"] = Extend,
        ["pop"] = Pop,
        ["index"] = IndexOf,
        ["count"] = (list, a) => JinjaInteger.Of(list.Values.Count(item => Equality.AreEqual(item, a.Required(0, "value"), a.Budget))),
    });

    private static JinjaInteger IndexOf(JinjaList list, Arguments arguments)
    {
        var at = list.Values.FindIndex(item => Equality.AreEqual(item, arguments.Required(0, "value"), arguments.Budget));
        return at >= 0 ? JinjaInteger.Of(at) : throw new JinjaException("The list has no such item");
    }

    private static JinjaNone Append(JinjaList list, Arguments arguments)
    {
        list.Values.Add(arguments.Required(0, "value"));
        return JinjaNone.Value;
    }

    private static JinjaNone Extend(JinjaList list, Arguments arguments)
    {
        var items = arguments.Required(0, "values");
        List<JinjaValue> added = [.. items.Items(arguments.Budget) ?? throw new JinjaException($"{items.Kind} cannot be added to a list")];
        arguments.Budget.Step(added.Count);
        list.Values.AddRange(added);
        return JinjaNone.Value;
    }

    private static JinjaValue Pop(JinjaList list, Arguments arguments)
    {
        var index = arguments.IntegerOrNull(0, "index") ?? -1;
        if (index < 0) index += list.Values.Count;
        if (index < 0 || index >= list.Values.Count) throw new JinjaException("The list has no such item");
        arguments.Budget.Step(list.Values.Count - index);
        var value = list.Values[(int)index];
        list.Values.RemoveAt((int)index);
        return value;
    }
}
