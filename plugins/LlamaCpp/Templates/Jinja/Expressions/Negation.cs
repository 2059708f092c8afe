using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>-a</c>, <c>+a</c>.</summary>
internal sealed class Negation(Expression operand, bool isMinus, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var value = operand.Evaluate(scope);
        Mark(scope);
        if (value is JinjaFloat number) return isMinus ? new JinjaFloat(-number.Value) : number;
        if (!Numbers.TryInteger(value, out var integer)) throw new JinjaException($"{value.Kind} has no sign");
        return isMinus ? Arithmetic.Apply("-", JinjaInteger.Of(0), JinjaInteger.Of(integer), scope.Budget) : JinjaInteger.Of(integer);
    }
}
