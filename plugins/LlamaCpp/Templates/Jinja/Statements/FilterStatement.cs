using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Statements;

/// <summary><c>filter name</c> … <c>endfilter</c>.</summary>
internal sealed class FilterStatement(IReadOnlyList<FilterCall> filters, Block body) : Statement
{
    public override Flow Execute(Scope scope, TextOutput output)
    {
        JinjaValue value = new JinjaString(body.Render(scope.Inner()));
        foreach (var filter in filters) value = filter.Apply(value, scope);
        output.Write(Printed.Text(value, scope.Budget));
        return Flow.Next;
    }
}
