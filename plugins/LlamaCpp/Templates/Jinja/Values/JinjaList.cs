using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>A list or a tuple, which a template cannot tell apart. A variable belongs to one rendering, which may add to it.</summary>
internal sealed class JinjaList(List<JinjaValue> values) : JinjaValue
{
    public JinjaList(IEnumerable<JinjaValue> values) : this([.. values]) { }

    public List<JinjaValue> Values { get; } = values;

    public override string Kind => "a list";

    public override bool IsTrue => Values.Count > 0;

    public override JinjaValue Member(string name) =>
        name == "length" ? JinjaInteger.Of(Values.Count) : ListMethods.Table.Bind(this, name);

    public override JinjaValue Lookup(JinjaValue key, Budget budget)
    {
        if (key is JinjaString name) return Member(name.Text);
        if (key is not JinjaInteger { Value: var index }) return JinjaUndefined.Value;
        if (index < 0) index += Values.Count;
        return index >= 0 && index < Values.Count ? Values[(int)index] : JinjaUndefined.Value;
    }

    public override IReadOnlyList<JinjaValue> Items(Budget budget) => Values;
}
