using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>set a = expression</c>.</summary>
internal sealed class SetStatement(Target target, Expression value) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        target.Assign(scope, value.Evaluate(scope));
        return Flow.Next;
    }
}
