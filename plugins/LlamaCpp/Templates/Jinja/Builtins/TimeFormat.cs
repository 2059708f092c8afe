using System.Globalization;

namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Builtins;

/// <summary>C's <c>strftime</c>, in English: the letters that templates use. Others stay as they are.</summary>
internal static class TimeFormat
{
    public static string Apply(string format, DateTimeOffset time, Budget budget)
    {
        var output = new TextOutput(budget);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                output.Write(format[i]);
                continue;
            }
            var isBare = format[i + 1] == '-' && i + 2 < format.Length;
            var letter = format[isBare ? i + 2 : i + 1];
            if (Field(letter, time) is { } field)
            {
                output.Write(isBare && field.Length > 1 ? field.TrimStart('0').PadLeft(1, '0') : field);
                i += isBare ? 2 : 1;
            }
            else
            {
                output.Write('%');
            }
        }
        return output.ToString();
    }

    private static string? Field(char letter, DateTimeOffset time)
    {
        var pattern = letter switch
        {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'B' => "MMMM",
            'b' or 'h' => "MMM",
            'A' => "dddd",
            'a' => "ddd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'F' => "yyyy-MM-dd",
            'T' or 'X' => "HH:mm:ss",
            'D' or 'x' => "MM/dd/yy",
            'R' => "HH:mm",
            _ => null,
        };
        if (pattern is not null) return time.ToString(pattern, CultureInfo.InvariantCulture);
        return letter switch
        {
            '%' => "%",
            'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
            'f' => (time.Ticks / 10 % 1_000_000).ToString("000000", CultureInfo.InvariantCulture),
            'z' => time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal),
            's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'c' => $"{Field('a', time)} {Field('b', time)} {Field('e', time)} {Field('T', time)} {Field('Y', time)}",
            _ => null,
        };
    }
}
