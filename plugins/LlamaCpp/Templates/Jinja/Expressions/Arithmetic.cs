using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Expressions;

/// <summary>The operators of numbers, texts and lists, as in Python but for whole numbers without bound.</summary>
internal static class Arithmetic
{
    public static JinjaValue Apply(string symbol, JinjaValue left, JinjaValue right, Budget budget)
    {
        if (Numbers.TryInteger(left, out var x) && Numbers.TryInteger(right, out var y)) return Integers(symbol, x, y);
        if (Numbers.IsNumeric(left) && Numbers.IsNumeric(right)) return Floats(symbol, Numbers.ToDouble(left), Numbers.ToDouble(right));
        return (symbol, left, right) switch
        {
            ("+", JinjaString a, JinjaString b) => Join(a.Text, b.Text, budget),
            ("+", JinjaList a, JinjaList b) => Join(a.Values, b.Values, budget),
            ("*", JinjaString a, _) when Numbers.TryInteger(right, out var times) => Repeat(a.Text, times, budget),
            ("*", _, JinjaString b) when Numbers.TryInteger(left, out var times) => Repeat(b.Text, times, budget),
            ("*", JinjaList a, _) when Numbers.TryInteger(right, out var times) => Repeat(a.Values, times, budget),
            ("%", JinjaString a, _) => Builtins.TextFormat.Percent(a.Text, right is JinjaList list ? list.Values : [right], budget),
            _ => throw new JinjaException($"{left.Kind} and {right.Kind} cannot be combined with '{symbol}'"),
        };
    }

    private static JinjaValue Integers(string symbol, long left, long right)
    {
        if (symbol is "/" or "**") return symbol == "/" ? Floats(symbol, left, right) : Power(left, right);
        if (symbol is "//" or "%" && right == 0) throw new JinjaException("A number cannot be divided by 0");
        try
        {
            return JinjaInteger.Of(checked(symbol switch
            {
                "+" => left + right,
                "-" => left - right,
                "*" => left * right,
                "//" => left / right - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0),
                _ => right == -1 ? 0 : (left % right + right) % right,
            }));
        }
        catch (OverflowException)
        {
            throw new JinjaException("A number grows too large");
        }
    }

    private static JinjaValue Power(long left, long right)
    {
        if (right < 0) return Floats("**", left, right);
        var power = Math.Pow(left, right);
        if (Math.Abs(power) >= long.MaxValue) throw new JinjaException("A number grows too large");
        var result = 1L;
        for (var (factor, rest) = (left, right); rest > 0; rest >>= 1, factor = unchecked(factor * factor))
        {
            if ((rest & 1) == 1) result = unchecked(result * factor);
        }
        return JinjaInteger.Of(result);
    }

    private static JinjaFloat Floats(string symbol, double left, double right)
    {
        if (symbol is "/" or "//" or "%" && right == 0) throw new JinjaException("A number cannot be divided by 0");
        var result = symbol switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "//" => Math.Floor(left / right),
            "%" => left - right * Math.Floor(left / right),
            _ => Math.Pow(left, right),
        };
        return symbol != "**" || double.IsFinite(result) ? new JinjaFloat(result) : throw new JinjaException("A power has no finite value");
    }

    private static JinjaString Join(string left, string right, Budget budget)
    {
        budget.Make((long)left.Length + right.Length);
        return new JinjaString(left + right);
    }

    private static JinjaList Join(List<JinjaValue> left, List<JinjaValue> right, Budget budget)
    {
        budget.Step(left.Count + right.Count);
        return new JinjaList([.. left, .. right]);
    }

    private static JinjaString Repeat(string text, long times, Budget budget)
    {
        if (times <= 0 || text.Length == 0) return JinjaString.Empty;
        budget.Make(Math.Min(times, int.MaxValue) * text.Length);
        return new JinjaString(string.Concat(Enumerable.Repeat(text, (int)times)));
    }

    private static JinjaList Repeat(List<JinjaValue> values, long times, Budget budget)
    {
        if (times <= 0 || values.Count == 0) return new JinjaList([]);
        budget.Step(Math.Min(times, int.MaxValue) * values.Count);
        return new JinjaList(Enumerable.Repeat(values, (int)times).SelectMany(items => items));
    }
}
