using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>not a</c>.</summary>
internal sealed class Not(Expression operand, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope) => JinjaBoolean.Of(!operand.Evaluate(scope).IsTrue);
}
