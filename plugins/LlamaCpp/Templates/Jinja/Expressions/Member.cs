using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>value.name</c>.</summary>
internal sealed class Member(Expression target, string name, int position) : Expression(position)
{
    public Expression Target => target;

    public string Name => name;

    protected override JinjaValue Compute(Scope scope) => target.Evaluate(scope).Member(name);
}
