using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary><c>cycler(a, b)</c>: one value after another, round and round.</summary>
internal sealed class Cycler(IReadOnlyList<JinjaValue> values) : JinjaValue
{
    private int _index;

    public override string Kind => "a cycler";

    public override JinjaValue Member(string name) => name switch
    {
        "current" => Current(),
        "next" => new BuiltinFunction(_ => Next()),
        "reset" => new BuiltinFunction(_ => Reset()),
        _ => JinjaUndefined.Value,
    };

    private JinjaValue Current() => values.Count > 0 ? values[_index] : JinjaUndefined.Value;

    private JinjaValue Next()
    {
        var current = Current();
        _index = values.Count > 0 ? (_index + 1) % values.Count : 0;
        return current;
    }

    private JinjaNone Reset()
    {
        _index = 0;
        return JinjaNone.Value;
    }
}
