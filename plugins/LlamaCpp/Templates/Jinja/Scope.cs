using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>Names and their values, one inside another. A loop's turn, a macro's call and a block that is called have one of their own.</summary>
internal sealed class Scope(Rendering rendering, Scope? parent)
{
    private readonly Dictionary<string, JinjaValue> _values = [];

    public Rendering Rendering { get; } = rendering;

    public Budget Budget => Rendering.Budget;

    public JinjaValue this[string name]
    {
        set => _values[name] = value;
    }

    /// <summary>A scope inside this one.</summary>
    public Scope Inner() => new(Rendering, this);

    /// <summary>The value of the innermost variable of this name, or null.</summary>
    public JinjaValue? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._values.TryGetValue(name, out var value)) return value;
        }
        return null;
    }

    private Scope? Parent { get; } = parent;
}
