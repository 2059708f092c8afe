using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary>A text, a number, <c>true</c>, <c>false</c> or <c>none</c>.</summary>
internal sealed class Literal(JinjaValue value, int position) : Expression(position)
{
    public JinjaValue Value => value;

    protected override JinjaValue Compute(Scope scope) => value;
}
