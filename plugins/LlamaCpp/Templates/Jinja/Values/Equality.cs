namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary><c>==</c>: by what values hold, at any depth.</summary>
internal static class Equality
{
    public static bool AreEqual(JinjaValue left, JinjaValue right, Budget budget)
    {
        if (left is JinjaString x && right is JinjaString y)
        {
            budget.Read(Math.Min(x.Text.Length, y.Text.Length));
            return x.Text == y.Text;
        }
        budget.Step();
        if (ReferenceEquals(left, right)) return true;
        budget.Enter();
        var equal = (left, right) switch
        {
            (JinjaList a, JinjaList b) => AreEqual(a.Values, b.Values, budget),
            (JinjaMapping a, JinjaMapping b) => AreEqual(a, b, budget),
            _ => KeyComparer.Instance.Equals(left, right),
        };
        budget.Leave();
        return equal;
    }

    private static bool AreEqual(List<JinjaValue> left, List<JinjaValue> right, Budget budget)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i], budget)) return false;
        }
        return true;
    }

    private static bool AreEqual(JinjaMapping left, JinjaMapping right, Budget budget) =>
        left.Entries.Count == right.Entries.Count
        && left.Entries.All(entry => right.Entries.TryGetValue(entry.Key, out var value) && AreEqual(entry.Value, value, budget));
}
