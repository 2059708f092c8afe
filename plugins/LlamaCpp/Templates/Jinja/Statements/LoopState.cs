using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary>The variable <c>loop</c>: where a loop is. In a recursive loop it is also the function that goes a level down.</summary>
internal sealed class LoopState(JinjaValue[] items, int depth, Func<JinjaValue, JinjaValue>? recurse) : JinjaCallable
{
    private int _index = -1;
    private JinjaList? _last;

    public override string Kind => "a loop";

    public JinjaValue Current => items[_index];

    public bool MoveNext() => ++_index < items.Length;

    public override JinjaValue Member(string name) => name switch
    {
        "index" => JinjaInteger.Of(_index + 1),
        "index0" => JinjaInteger.Of(_index),
        "revindex" => JinjaInteger.Of(items.Length - _index),
        "revindex0" => JinjaInteger.Of(items.Length - _index - 1),
        "first" => JinjaBoolean.Of(_index == 0),
        "last" => JinjaBoolean.Of(_index == items.Length - 1),
        "length" => JinjaInteger.Of(items.Length),
        "depth" => JinjaInteger.Of(depth + 1),
        "depth0" => JinjaInteger.Of(depth),
        "previtem" => _index > 0 ? items[_index - 1] : JinjaUndefined.Value,
        "nextitem" => _index < items.Length - 1 ? items[_index + 1] : JinjaUndefined.Value,
        "cycle" => new BuiltinFunction(Cycle),
        "changed" => new BuiltinFunction(Changed),
        _ => JinjaUndefined.Value,
    };

    public override JinjaValue Lookup(JinjaValue key, Budget budget) => key is JinjaString name ? Member(name.Text) : JinjaUndefined.Value;

    public override JinjaValue Call(Arguments arguments)
    {
        if (recurse is null) throw new JinjaException("Only a loop that is marked recursive can be called");
        return recurse(arguments.Required(0, "iterable"));
    }

    private JinjaValue Cycle(Arguments arguments) => arguments.Positional.Count == 0
        ? throw new JinjaException("There is nothing to cycle through")
        : arguments.Positional[_index % arguments.Positional.Count];

    private JinjaBoolean Changed(Arguments arguments)
    {
        var now = new JinjaList(arguments.Positional);
        var changed = _last is null || !Equality.AreEqual(_last, now, arguments.Budget);
        _last = now;
        return JinjaBoolean.Of(changed);
    }
}
