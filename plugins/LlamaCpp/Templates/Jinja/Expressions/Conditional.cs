using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>a if condition else b</c>; undefined without an else.</summary>
internal sealed class Conditional(Expression condition, Expression then, Expression? otherwise, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope) =>
        condition.Evaluate(scope).IsTrue ? then.Evaluate(scope) : otherwise?.Evaluate(scope) ?? JinjaUndefined.Value;
}
