using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>value.name</c>.</summary>
internal sealed class Member(Expression target, string name, int position) : Expression(position)
{
    public string Name => name;

    /// <summary>The value where it is called.</summary>
    public JinjaValue Callee(Scope scope) => target.Evaluate(scope).Method(name);

    protected override JinjaValue Compute(Scope scope) => target.Evaluate(scope).Member(name);
}
