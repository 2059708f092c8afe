using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>a + b</c> and the like.</summary>
internal sealed class Binary(string symbol, Expression left, Expression right, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var (first, second) = (left.Evaluate(scope), right.Evaluate(scope));
        Mark(scope);
        return Arithmetic.Apply(symbol, first, second, scope.Budget);
    }
}
