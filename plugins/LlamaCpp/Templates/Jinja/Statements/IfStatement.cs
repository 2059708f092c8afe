using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>if</c>, <c>elif</c> and <c>else</c>, whose condition is null.</summary>
internal sealed class IfStatement(IReadOnlyList<(Expression? Condition, Block Body)> branches) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        foreach (var (condition, body) in branches)
        {
            if (condition is null || condition.Evaluate(scope).IsTrue) return body.Execute(scope, output);
        }
        return Flow.Next;
    }
}
