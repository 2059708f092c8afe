using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>with a = expression</c> … <c>endwith</c>, and other blocks that only have a scope.</summary>
internal sealed class WithStatement(IReadOnlyList<(Target Target, Expression Value)> variables, Block body) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        var inner = scope.Inner();
        foreach (var (target, value) in variables) target.Assign(inner, value.Evaluate(scope));
        return body.Execute(inner, output);
    }
}
