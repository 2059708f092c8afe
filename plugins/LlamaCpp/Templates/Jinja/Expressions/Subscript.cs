using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>value[key]</c>.</summary>
internal sealed class Subscript(Expression target, Expression key, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var (value, at) = (target.Evaluate(scope), key.Evaluate(scope));
        Mark(scope);
        return value.Lookup(at, scope.Budget);
    }
}
