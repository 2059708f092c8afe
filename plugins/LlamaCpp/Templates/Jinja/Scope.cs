using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>Names and their values, one scope inside another: a loop's turn, a macro's call and some blocks have their own.</summary>
internal sealed class Scope(Rendering rendering, Scope? parent)
{
    private readonly Dictionary<string, JinjaValue> _values = [];

    public Rendering Rendering { get; } = rendering;

    public Budget Budget => Rendering.Budget;

    public JinjaValue this[string name]
    {
        set => _values[name] = value;
    }

    /// <summary>A scope inside this one; it costs more than most steps.</summary>
    public Scope Inner()
    {
        Budget.Step(4);
        return new Scope(Rendering, this);
    }

    /// <summary>The value of the innermost variable of this name, or null.</summary>
    public JinjaValue? Find(string name)
    {
        var hops = 0;
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (++hops % 8 == 0) Budget.Step();
            if (scope._values.TryGetValue(name, out var value)) return value;
        }
        return null;
    }

    private Scope? Parent { get; } = parent;
}
