using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>[a, b]</c>, and <c>(a, b)</c>.</summary>
internal sealed class ListLiteral(IReadOnlyList<Expression> items, int position) : Expression(position)
{
    public IReadOnlyList<Expression> Items => items;

    protected override JinjaValue Compute(Scope scope)
    {
        var values = new List<JinjaValue>(items.Count);
        foreach (var item in items) values.Add(item.Evaluate(scope));
        return new JinjaList(values);
    }
}
