namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary><c>namespace(…)</c>: names that a loop can set for those after it.</summary>
internal sealed class JinjaNamespace : JinjaValue
{
    public JinjaMapping Names { get; } = new();

    public override string Kind => "a namespace";

    public override JinjaValue Member(string name) => Names.Find(name) ?? JinjaUndefined.Value;

    public override JinjaValue Lookup(JinjaValue key, Budget budget) => Names.Lookup(key, budget);
}
