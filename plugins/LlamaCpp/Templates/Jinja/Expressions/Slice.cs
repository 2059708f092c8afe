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
        var items = Take(value.Items(scope.Budget)!, from, to, by);
        scope.Budget.Step(items.Count);
        return value is JinjaString ? new JinjaString(string.Concat(items)) : new JinjaList(items);
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
        long Place(long? bound, long missing) =>
            bound is not { } at ? missing : Math.Clamp(at < 0 ? Math.Max(at, -items.Count - 1L) + items.Count : at, low, high);
        var (from, to) = (Place(start, step > 0 ? low : high), Place(stop, step > 0 ? high : low));
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
}
