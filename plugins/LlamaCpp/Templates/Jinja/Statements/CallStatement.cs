using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>call macro(arguments)</c> … <c>endcall</c>: the macro has the block as <c>caller</c>.</summary>
internal sealed class CallStatement(Call call, MacroDefinition body) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        output.Write(Printed.Text(call.Evaluate(scope, new Macro(body, scope)), scope.Budget));
        return Flow.Next;
    }
}
