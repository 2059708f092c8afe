using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary><c>value[start:stop:step]</c>, as Python slices.</summary>
internal sealed class Slice(Expression target, Expression? start, Expression? stop, Expression? step, int position) : Expression(position)
{
    protected override JinjaValue Compute(Scope scope)
    {
        var value = target.Evaluate(scope);
        var (from, to, by) = (Bound(start, scope), Bound(stop, scope), Bound(step, scope) ?? 1);
        Mark(scope);
        if (value is not (JinjaList or JinjaString)) throw new JinjaException($"{value.Kind} cannot be sliced");
        if (by == 0) throw new JinjaException("A slice cannot step by 0");
        if (value is JinjaString { Text: var text } && by == 1 && !CodePoints.HasPairs(text)) return Part(text, from, to, scope.Budget);
        var items = Take(value.Items(scope.Budget)!, from, to, by);
        scope.Budget.Step(items.Count);
        return value is JinjaString ? new JinjaString(string.Concat(items)) : new JinjaList(items);
    }

    private static JinjaString Part(string text, long? start, long? stop, Budget budget)
    {
        budget.Read(text.Length);
        var (from, to) = (Place(start, 0, text.Length, 0, text.Length), Place(stop, text.Length, text.Length, 0, text.Length));
        if (to <= from) return JinjaString.Empty;
        budget.Make(to - from);
        return new JinjaString(text[(int)from..(int)to]);
    }

    private long? Bound(Expression? bound, Scope scope)
    {
        if (bound is null) return null;
        var value = bound.Evaluate(scope);
        if (Numbers.TryInteger(value, out var integer)) return integer;
        Mark(scope);
        return value is JinjaNone or JinjaUndefined ? null : throw new JinjaException($"{value.Kind} cannot be the bound of a slice");
    }

    private static List<JinjaValue> Take(IReadOnlyList<JinjaValue> items, long? start, long? stop, long step)
    {
        // Python's slice.indices: with a negative step the outermost places are one to the left.
        var (low, high) = step > 0 ? (0, items.Count) : (-1, items.Count - 1);
        var (first, last) = step > 0 ? (low, high) : (high, low);
        var (from, to) = (Place(start, first, items.Count, low, high), Place(stop, last, items.Count, low, high));
        var taken = new List<JinjaValue>();
        if (step > 0)
        {
            for (var i = from; i < to; i += Math.Min(step, items.Count)) taken.Add(items[(int)i]);
        }
        else
        {
            for (var i = from; i > to; i += Math.Max(step, -items.Count)) taken.Add(items[(int)i]);
        }
        return taken;
    }

    private static long Place(long? bound, long missing, int count, int low, int high) =>
        bound is not { } at ? missing : Math.Clamp(at < 0 ? Math.Max(at, -count - 1L) + count : at, low, high);
}
