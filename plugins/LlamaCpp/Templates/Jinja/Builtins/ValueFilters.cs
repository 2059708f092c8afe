using System.Globalization;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>Filters for any value, and for numbers.</summary>
internal static class ValueFilters
{
    public static Dictionary<string, Func<JinjaValue, Arguments, JinjaValue>> All { get; } = new()
    {
        ["default"] = Default,
        ["d"] = Default,
        ["safe"] = (value, _) => value,
        ["string"] = (value, a) => value is JinjaString ? value : new JinjaString(Printed.Spelled(value, a.Budget)),
        ["bool"] = (value, _) => JinjaBoolean.Of(value.IsTrue),
        ["int"] = ToInteger,
        ["float"] = ToFloat,
        ["abs"] = Absolute,
        ["round"] = Round,
        ["attr"] = (value, a) => SequenceFilters.Named(value, a.Text(0, "name"), a.Budget),
        ["tojson"] = (value, a) => new JinjaString(JsonText.Of(value, Layout(a), a.Budget)),
    };

    private static JinjaValue Default(JinjaValue value, Arguments arguments) =>
        value is JinjaUndefined || (arguments.Flag(1, "boolean") && !value.IsTrue)
            ? arguments.Find(0, "default_value") ?? JinjaString.Empty
            : value;

    private static JinjaValue ToInteger(JinjaValue value, Arguments arguments)
    {
        var radix = arguments.IntegerOrNull(1, "base") ?? 10;
        if (Numbers.TryInteger(value, out var integer)) return JinjaInteger.Of(integer);
        if (value is JinjaString { Text.Length: < 64 } text)
        {
            var digits = Whitespace.Trim(text.Text);
            var hex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
            if (radix == 16 && long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out integer)
                || radix == 10 && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer))
            {
                return JinjaInteger.Of(integer);
            }
        }
        return Number(value) is { } number && Math.Abs(number) < long.MaxValue
            ? JinjaInteger.Of((long)number)
            : arguments.Find(0, "default") ?? JinjaInteger.Of(0);
    }

    private static JinjaValue ToFloat(JinjaValue value, Arguments arguments) =>
        Number(value) is { } number ? new JinjaFloat(number) : arguments.Find(0, "default") ?? new JinjaFloat(0);

    private static double? Number(JinjaValue value)
    {
        if (Numbers.IsNumeric(value)) return Numbers.ToDouble(value);
        return value is JinjaString { Text.Length: < 64 } text
            && double.TryParse(Whitespace.Trim(text.Text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static JinjaValue Absolute(JinjaValue value, Arguments arguments)
    {
        if (value is JinjaFloat number) return new JinjaFloat(Math.Abs(number.Value));
        if (!Numbers.TryInteger(value, out var integer)) throw new JinjaException($"{value.Kind} has no absolute value");
        return integer == long.MinValue ? throw new JinjaException("A number grows too large") : JinjaInteger.Of(Math.Abs(integer));
    }

    // As Python rounds: halves to the even neighbour.
    private static JinjaValue Round(JinjaValue value, Arguments arguments)
    {
        if (!Numbers.IsNumeric(value)) throw new JinjaException($"{value.Kind} cannot be rounded");
        if (value is not JinjaFloat) return value;
        var scale = Math.Pow(10, Math.Clamp(arguments.IntegerOrNull(0, "precision") ?? 0, -300, 300));
        var scaled = Numbers.ToDouble(value) * scale;
        var rounded = (arguments.TextOrNull(1, "method") ?? "common") switch
        {
            "ceil" => Math.Ceiling(scaled),
            "floor" => Math.Floor(scaled),
            _ => Math.Round(scaled, MidpointRounding.ToEven),
        };
        return new JinjaFloat(rounded / scale);
    }

    private static JsonLayout Layout(Arguments arguments)
    {
        var indent = arguments.IntegerOrNull(-1, "indent") ?? 0;
        if (indent is < 0 or > 64) throw new JinjaException("JSON is indented by 0 to 64 blanks");
        var (ascii, sorted) = (arguments.Flag(-1, "ensure_ascii"), arguments.Flag(-1, "sort_keys"));
        var layout = new JsonLayout { Indent = (int)indent, Ascii = ascii, SortKeys = sorted };
        return arguments.Find(-1, "separators") switch
        {
            null or JinjaNone => layout,
            JinjaList { Values: [JinjaString items, JinjaString keys] } =>
                layout with { ItemSeparator = items.Text, KeySeparator = keys.Text },
            _ => throw new JinjaException("The separators of JSON are two strings"),
        };
    }
}
