using System.Globalization;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>A number with a point. Printed with the fewest digits that tell it, as in ECMAScript, but <c>1.0</c> keeps its zero.</summary>
internal sealed class JinjaFloat(double value) : JinjaValue
{
    public double Value { get; } = value;

    public override string Kind => "a float";

    public override bool IsTrue => Value != 0;

    // ECMA-262, Number::toString: a plain number from 1e-6 to 1e21, an exponent beyond.
    public override string ToString()
    {
        if (!double.IsFinite(Value)) return double.IsNaN(Value) ? "NaN" : Value > 0 ? "Infinity" : "-Infinity";
        if (Value == 0) return double.IsNegative(Value) ? "-0.0" : "0.0";
        var (digits, exponent) = Shortest(Math.Abs(Value));
        var sign = Value < 0 ? "-" : "";
        if (exponent is < -6 or > 20)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}";
        }
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = exponent + 1;
        return digits.Length > whole ? $"{sign}{digits[..whole]}.{digits[whole..]}" : $"{sign}{digits.PadRight(whole, '0')}.0";
    }

    /// <summary>The digits of <c>d.ddd × 10^exponent</c>.</summary>
    private static (string Digits, int Exponent) Shortest(double value)
    {
        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 17; precision++)
        {
            text = value.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == value) break;
        }
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        return (text[..mark].Replace(".", "", StringComparison.Ordinal), int.Parse(text.AsSpan(mark + 1), CultureInfo.InvariantCulture));
    }
}
