using System.Globalization;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Multiples of a step between two bounds: listed where they are few, else digit by digit with the remainder so far, as long division
/// goes. A multiple of 0.25 is one of 25 with its point moved.
/// </summary>
internal sealed class MultipleGrammar(GrammarRules rules)
{
    private const int MostListed = 500;
    private const int MostStep = 64;
    private const int MostPlaces = 9;

    // A step's whole numbers of so many digits more, after some remainder, with the point before so many.
    private readonly Dictionary<(long Step, int Places, int Left, long Remainder), Expression> _free = [];

    /// <summary>Writes them.</summary>
    /// <param name="step">The step, above 0.</param>
    /// <param name="least">The least of them.</param>
    /// <param name="most">The most of them.</param>
    /// <param name="whole">Whether only whole numbers are asked for.</param>
    /// <returns>Null when the step takes too many rules.</returns>
    public Expression? Write(decimal step, (decimal Value, bool Strict) least, (decimal Value, bool Strict) most, bool whole)
    {
        var (places, scaled) = (0, step);
        for (; scaled != decimal.Truncate(scaled); scaled *= 10) places++;
        if (places > MostPlaces || scaled > long.MaxValue) return null;
        var options = new List<Expression>();
        for (var written = 0; written <= (whole ? 0 : places); written++)
        {
            // What is a multiple with fewer places has to be one of more of the step's units.
            var factor = Power(places - written);
            var own = (long)scaled / Divisor((long)scaled, factor);
            var (low, high) = (Bound(least, Power(written), up: true), Bound(most, Power(written), up: false));
            if (Between(Math.Max(low, 0), high, own, written) is not { } above) return null;
            if (Between(Math.Max(-high, 1), -low, own, written) is not { } below) return null;
            options.Add(above);
            options.Add(Of(Text("-"), below));
        }
        return OneOf(options);
    }

    private static decimal Bound((decimal Value, bool Strict) bound, long scale, bool up)
    {
        var moved = bound.Value * scale;
        if (up) return bound.Strict ? decimal.Floor(moved) + 1 : decimal.Ceiling(moved);
        return bound.Strict ? decimal.Ceiling(moved) - 1 : decimal.Floor(moved);
    }

    private Expression? Between(decimal low, decimal high, long step, int places)
    {
        (low, high) = (decimal.Ceiling(low / step) * step, decimal.Floor(high / step) * step);
        if (low > high) return Nothing;
        if ((high - low) / step < MostListed) return TextTree.Of(Listed(low, high, step).Select(number => Written(number, places)));
        if (places == 0 && step % 10 == 0) return Tens(low, high, step);
        if (step > MostStep) return null;
        var options = new List<Expression>();
        // All that have the same number of digits, one number after the other.
        var length = Math.Max(Digits(low).Length, places + 1);
        for (; length <= Math.Max(Digits(high).Length, places + 1); length++)
        {
            var first = length == places + 1 ? new string('0', length) : "1" + new string('0', length - 1);
            var (from, to) = (Digits(low).PadLeft(length, '0'), Digits(high).PadLeft(length, '0'));
            var isLast = to.Length == length;
            if (from.Length > length || string.CompareOrdinal(from, first) < 0) from = first;
            options.Add(Within(from, isLast ? to : new string('9', length), 0, step, places));
        }
        return OneOf(options);
    }

    /// <summary>Multiples that end in a zero: those of a tenth of the step, and the zero.</summary>
    private Expression? Tens(decimal low, decimal high, long step)
    {
        if (Between(Math.Max(low, step) / 10, high / 10, step / 10, 0) is not { } tenths) return null;
        var zero = Of(tenths, Text("0"));
        return low == 0 ? OneOf(Text("0"), zero) : zero;
    }

    private Expression Within(string low, string high, long remainder, long step, int places)
    {
        if (low.Length == 0) return remainder == 0 ? Empty : Nothing;
        if (low.All(digit => digit == '0') && high.All(digit => digit == '9')) return Free(low.Length, remainder, step, places);
        var (zeros, nines) = (new string('0', low.Length - 1), new string('9', low.Length - 1));
        var options = new List<Expression>();
        for (var digit = low[0]; digit <= high[0]; digit++)
        {
            var (from, to) = (digit == low[0] ? low[1..] : zeros, digit == high[0] ? high[1..] : nines);
            options.Add(Of(Text(digit.ToString()), Within(from, to, Next(remainder, digit, step), step, places)));
        }
        return Of(Point(low.Length, places), OneOf(options));
    }

    private Expression Free(int left, long remainder, long step, int places)
    {
        if (left == 0) return remainder == 0 ? Empty : Nothing;
        if (_free.TryGetValue((step, places, left, remainder), out var known)) return known;
        var options = new List<Expression>();
        foreach (var group in "0123456789".GroupBy(digit => Next(remainder, digit, step)))
        {
            var rest = Free(left - 1, group.Key, step, places);
            if (rest != Nothing) options.Add(Of(OneCharacter(CharacterSet.Of(new string([.. group]))), rest));
        }
        var written = options.Count == 0 ? Nothing : rules.Add("digits", Of(Point(left, places), OneOf(options)));
        return _free[(step, places, left, remainder)] = written;
    }

    private static Expression Point(int left, int places) => left == places ? Text(".") : Empty;

    private static long Next(long remainder, char digit, long step) => (remainder * 10 + (digit - '0')) % step;

    private static IEnumerable<decimal> Listed(decimal low, decimal high, long step)
    {
        for (var number = low; number <= high; number += step) yield return number;
    }

    private static string Written(decimal number, int places)
    {
        var digits = Digits(number).PadLeft(places + 1, '0');
        return places == 0 ? digits : $"{digits[..^places]}.{digits[^places..]}";
    }

    private static string Digits(decimal whole) => whole.ToString("0", CultureInfo.InvariantCulture);

    private static long Power(int exponent) => exponent == 0 ? 1 : 10 * Power(exponent - 1);

    private static long Divisor(long one, long other) => other == 0 ? one : Divisor(other, one % other);
}
