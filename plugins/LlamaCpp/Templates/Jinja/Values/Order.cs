using System.Runtime.ExceptionServices;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary><c>&lt;</c> and sorting: numbers with numbers, texts with texts, lists by their first difference.</summary>
internal static class Order
{
    public static int Compare(JinjaValue left, JinjaValue right, Budget budget, bool ignoreCase = false)
    {
        budget.Enter();
        var order = (left, right) switch
        {
            (JinjaString a, JinjaString b) => Compare(a.Text, b.Text, budget, ignoreCase),
            (JinjaList a, JinjaList b) => Compare(a.Values, b.Values, budget, ignoreCase),
            _ when Numbers.IsNumeric(left) && Numbers.IsNumeric(right) => Numbers.Compare(left, right),
            _ => throw new JinjaException($"{left.Kind} and {right.Kind} have no order"),
        };
        budget.Leave();
        return order;
    }

    /// <summary>A sorted copy; equal values keep their order.</summary>
    public static List<JinjaValue> Sort(
        IReadOnlyList<JinjaValue> values, Func<JinjaValue, JinjaValue> key, bool reverse, bool ignoreCase, Budget budget)
    {
        var comparer = Comparer<JinjaValue>.Create((a, b) => Compare(a, b, budget, ignoreCase));
        budget.Step(values.Count);
        try
        {
            return reverse ? [.. values.OrderByDescending(key, comparer)] : [.. values.OrderBy(key, comparer)];
        }
        catch (InvalidOperationException fault) when (fault.InnerException is JinjaException or OperationCanceledException)
        {
            // Sorting wraps what a comparison throws.
            ExceptionDispatchInfo.Throw(fault.InnerException);
            throw;
        }
    }

    private static int Compare(string left, string right, Budget budget, bool ignoreCase)
    {
        if (ignoreCase) budget.Make((long)left.Length + right.Length);
        else budget.Read(Math.Min(left.Length, right.Length));
        return ignoreCase ? string.CompareOrdinal(left.ToLowerInvariant(), right.ToLowerInvariant()) : string.CompareOrdinal(left, right);
    }

    private static int Compare(List<JinjaValue> left, List<JinjaValue> right, Budget budget, bool ignoreCase)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!Equality.AreEqual(left[i], right[i], budget)) return Compare(left[i], right[i], budget, ignoreCase);
        }
        return left.Count.CompareTo(right.Count);
    }
}
