using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>value | filter(arguments)</c>.</summary>
internal sealed class Filter(Expression operand, FilterCall filter, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope) => filter.Apply(operand.Evaluate(scope), scope);
}
