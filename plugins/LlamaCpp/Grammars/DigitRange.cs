using System.Globalization;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Decimal numbers between two bounds that are not negative, digit by digit and exactly.</summary>
internal static class DigitRange
{
    private const int MostFraction = 17;

    /// <summary>Whole numbers, both bounds included.</summary>
    public static Expression Whole(decimal least, decimal most)
    {
        var options = new List<Expression>();
        for (var (low, high) = (Digits(least), Digits(most)); low.Length <= high.Length; low = "1" + new string('0', low.Length))
        {
            options.Add(SameLength(low, low.Length == high.Length ? high : new string('9', low.Length)));
        }
        return OneOf(options);
    }

    /// <summary>Numbers with or without a fraction.</summary>
    public static Expression Decimal((decimal Value, bool Strict) least, (decimal Value, bool Strict) most)
    {
        if (least.Value > most.Value || (least.Value == most.Value && (least.Strict || most.Strict))) return Nothing;
        var (low, high) = (decimal.Floor(least.Value), decimal.Floor(most.Value));
        var (lowEnd, highEnd) = (new End(Fraction(least.Value), least.Strict), new End(Fraction(most.Value), most.Strict));
        if (low == high) return Of(Text(Digits(low)), After(lowEnd, highEnd));
        var options = new List<Expression> { Of(Text(Digits(low)), After(lowEnd, null)) };
        if (high - low > 1) options.Add(Of(Whole(low + 1, high - 1), After(null, null)));
        options.Add(Of(Text(Digits(high)), After(null, highEnd)));
        return OneOf(options);
    }

    private sealed record End(string Digits, bool Strict)
    {
        /// <summary>Whether a number that ends here is on the right side, where its digits were those of the bound until now.</summary>
        public bool Least => Digits.Length == 0 && !Strict;

        public bool Most => Digits.Length > 0 || !Strict;

        public int First => Digits.Length == 0 ? 0 : Digits[0] - '0';

        public End Rest => this with { Digits = Digits.Length == 0 ? "" : Digits[1..] };
    }

    /// <summary>The point and what follows it, or nothing, where the whole part leaves only these bounds.</summary>
    private static Expression After(End? least, End? most)
    {
        var fraction = Of(Text("."), More(least, most));
        return MayEnd(least, most) ? Optional(fraction) : fraction;
    }

    private static bool MayEnd(End? least, End? most) => (least?.Least ?? true) && (most?.Most ?? true);

    /// <summary>One digit or more, within bounds that the digits before have left.</summary>
    private static Expression More(End? least, End? most)
    {
        if (least is { Digits.Length: 0, Strict: false }) least = null;
        if (least is null && most is null) return Times(OneCharacter(CharacterSet.Digits), 1, MostFraction);
        // Beyond the digits of the bounds only zeros are like them, or a digit that is not, after any number of those.
        if (least is null && most is { Digits.Length: 0 }) return most.Strict ? Nothing : Times(Text("0"), 1, MostFraction);
        if (least is { Digits.Length: 0 } && most is null)
        {
            return Of(Times(Text("0"), 0, MostFraction), Between(1, 9), Times(OneCharacter(CharacterSet.Digits), 0, MostFraction));
        }
        var (low, high) = (least?.First ?? 0, most?.First ?? 9);
        var options = new List<Expression>();
        for (var digit = low; digit <= high; digit++)
        {
            var (stillLeast, stillMost) = (digit == low ? least?.Rest : null, digit == high ? most?.Rest : null);
            if (stillLeast is null && stillMost is null) continue;
            var more = More(stillLeast, stillMost);
            options.Add(Of(Between(digit, digit), MayEnd(stillLeast, stillMost) ? Optional(more) : more));
        }
        var (from, to) = (least is null ? low : low + 1, most is null ? high : high - 1);
        if (from <= to) options.Add(Of(Between(from, to), Times(OneCharacter(CharacterSet.Digits), 0, MostFraction)));
        return OneOf(options);
    }

    private static Expression SameLength(string low, string high)
    {
        if (low == high) return Text(low);
        if (low.All(digit => digit == '0') && high.All(digit => digit == '9'))
        {
            return Times(OneCharacter(CharacterSet.Digits), low.Length, low.Length);
        }
        if (low[0] == high[0]) return Of(Text(low[..1]), SameLength(low[1..], high[1..]));
        if (low.Length == 1) return Between(low[0] - '0', high[0] - '0');
        var (zeros, nines) = (new string('0', low.Length - 1), new string('9', low.Length - 1));
        // An end whose rest is free belongs to the digits between.
        var (fromLow, toHigh) = (low[1..] == zeros ? 0 : 1, high[1..] == nines ? 0 : 1);
        var options = new List<Expression>();
        if (fromLow == 1) options.Add(Of(Text(low[..1]), SameLength(low[1..], nines)));
        if (low[0] + fromLow <= high[0] - toHigh)
        {
            var first = Between(low[0] - '0' + fromLow, high[0] - '0' - toHigh);
            options.Add(Of(first, Times(OneCharacter(CharacterSet.Digits), zeros.Length, zeros.Length)));
        }
        if (toHigh == 1) options.Add(Of(Text(high[..1]), SameLength(zeros, high[1..])));
        return OneOf(options);
    }

    private static Expression Between(int low, int high) => OneCharacter(CharacterSet.Range('0' + low, '0' + high));

    private static string Digits(decimal whole) => whole.ToString("0", CultureInfo.InvariantCulture);

    private static string Fraction(decimal number) =>
        (number - decimal.Floor(number)).ToString("0.############################", CultureInfo.InvariantCulture)[1..].TrimStart('.');
}
