using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>{{ expression }}</c>.</summary>
internal sealed class PrintStatement(Expression expression) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        var value = expression.Evaluate(scope);
        scope.Rendering.Position = expression.Position;
        output.Write(Printed.Text(value, scope.Budget));
        return Flow.Next;
    }
}
