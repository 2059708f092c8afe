using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary>A filter as it is written. One that is not known fails where it is used, as a template may never get there.</summary>
internal sealed class FilterCall(string name, ArgumentList arguments, int position)
{
    private readonly Func<JinjaValue, Arguments, JinjaValue>? _filter = Builtins.Filters.Find(name);

    public JinjaValue Apply(JinjaValue value, Scope scope)
    {
        var values = arguments.Evaluate(scope);
        scope.Rendering.Position = position;
        return _filter is null ? throw new JinjaException($"There is no filter '{name}'") : _filter(value, values);
    }
}
