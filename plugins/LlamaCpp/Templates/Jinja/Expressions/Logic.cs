using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>a and b</c>, <c>a or b</c>: the value that decides, and the other is not looked at.</summary>
internal sealed class Logic(Expression left, Expression right, bool isAnd, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var first = left.Evaluate(scope);
        return first.IsTrue == isAnd ? right.Evaluate(scope) : first;
    }
}
