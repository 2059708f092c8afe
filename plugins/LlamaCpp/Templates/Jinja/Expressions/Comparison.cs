using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>a &lt; b &lt;= c</c>, <c>a in b</c>: each beside the next, until one does not hold.</summary>
internal sealed class Comparison(Expression first, IReadOnlyList<(string Symbol, Expression Operand)> rest, int position)
    : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var left = first.Evaluate(scope);
        foreach (var (symbol, operand) in rest)
        {
            var right = operand.Evaluate(scope);
            Mark(scope);
            if (!Holds(symbol, left, right, scope.Budget)) return JinjaBoolean.False;
            left = right;
        }
        return JinjaBoolean.True;
    }

    /// <summary>Whether one comparison holds.</summary>
    public static bool Holds(string symbol, JinjaValue left, JinjaValue right, Budget budget) => symbol switch
    {
        "==" => Equality.AreEqual(left, right, budget),
        "!=" => !Equality.AreEqual(left, right, budget),
        "in" => IsIn(left, right, budget),
        "not in" => !IsIn(left, right, budget),
        "<" => Order.Compare(left, right, budget) < 0,
        "<=" => Order.Compare(left, right, budget) <= 0,
        ">" => Order.Compare(left, right, budget) > 0,
        _ => Order.Compare(left, right, budget) >= 0,
    };

    private static bool IsIn(JinjaValue item, JinjaValue container, Budget budget)
    {
        switch (container)
        {
            case JinjaString text when item is JinjaString part:
                budget.Search(text.Text.Length, part.Text.Length);
                return text.Text.Contains(part.Text, StringComparison.Ordinal);
            case JinjaMapping mapping: return mapping.Find(item, budget) is not null;
            case JinjaList list: return list.Values.Any(value => Equality.AreEqual(item, value, budget));
            case JinjaUndefined: return false;
            default: throw new JinjaException($"{item.Kind} cannot be looked for in {container.Kind}");
        }
    }
}
