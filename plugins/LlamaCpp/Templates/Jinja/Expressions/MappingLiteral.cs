using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>{"key": value}</c>.</summary>
internal sealed class MappingLiteral(IReadOnlyList<(Expression Key, Expression Value)> entries, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var mapping = new JinjaMapping();
        foreach (var (key, value) in entries)
        {
            var name = key.Evaluate(scope);
            Mark(scope);
            mapping.Set(name, value.Evaluate(scope));
        }
        return mapping;
    }
}
