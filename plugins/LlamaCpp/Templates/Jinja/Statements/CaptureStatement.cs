using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>set a</c> … <c>endset</c>, with filters or without.</summary>
internal sealed class CaptureStatement(Target target, IReadOnlyList<FilterCall> filters, Block body) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        JinjaValue value = new JinjaString(body.Render(scope.Inner()));
        foreach (var filter in filters) value = filter.Apply(value, scope);
        target.Assign(scope, value);
        return Flow.Next;
    }
}
