using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>Keys and values in their order.</summary>
internal sealed class JinjaMapping : JinjaValue
{
    public OrderedDictionary<JinjaValue, JinjaValue> Entries { get; } = new(KeyComparer.Instance);

    public override string Kind => "a mapping";

    public override bool IsTrue => Entries.Count > 0;

    public JinjaValue this[string key]
    {
        set => Entries[new JinjaString(key)] = value;
    }

    public JinjaValue? Find(string key) => Entries.TryGetValue(new JinjaString(key), out var value) ? value : null;

    /// <summary>Sets an entry, if the key can be one.</summary>
    public void Set(JinjaValue key, JinjaValue value) =>
        Entries[KeyComparer.CanBeKey(key) ? key : throw new JinjaException($"{key.Kind} cannot be the key of a mapping")] = value;

    // An entry before a method, and a method where it is called: a schema's keys are "items" and "get" too.
    public override JinjaValue Member(string name) => Find(name) ?? MappingMethods.Table.Bind(this, name);

    public override JinjaValue Method(string name) =>
        MappingMethods.Table.Bind(this, name) is JinjaCallable method ? method : Find(name) ?? JinjaUndefined.Value;

    public override JinjaValue Lookup(JinjaValue key, Budget budget) => Find(key, budget) ?? JinjaUndefined.Value;

    /// <summary>The value of any key, or null.</summary>
    public JinjaValue? Find(JinjaValue key, Budget budget)
    {
        if (key is JinjaString text) budget.Read(text.Text.Length);
        return KeyComparer.CanBeKey(key) && Entries.TryGetValue(key, out var value) ? value : null;
    }

    public override IReadOnlyList<JinjaValue> Items(Budget budget)
    {
        budget.Step(Entries.Count);
        return [.. Entries.Keys];
    }
}
