using System.Globalization;

namespace GoatHost.Composition;

/// <summary>Durations as Ollama's clients write them, which is Go's way: <c>5m</c>, <c>1h30m</c>, <c>1.5h</c>, <c>-1s</c>; a bare number is seconds.</summary>
internal static class Durations
{
    private const int LongestText = 64;

    public static bool TryRead(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is 0 or > LongestText) return false;
        var negative = text[0] == '-';
        var rest = text[0] is '-' or '+' ? text[1..] : text;
        double? seconds = Number(rest) is { } bare ? bare : Sum(rest);
        if (seconds is not { } known) return false;
        var most = TimeSpan.MaxValue.TotalSeconds - 1;
        duration = TimeSpan.FromSeconds(Math.Min(known, most));
        if (negative) duration = -duration;
        return true;
    }

    private static double? Sum(ReadOnlySpan<char> text)
    {
        var sum = 0.0;
        while (text.Length > 0)
        {
            var digits = text.IndexOfAnyExceptInRange('.', '9');
            if (digits <= 0 || Number(text[..digits]) is not { } number) return null;
            text = text[digits..];
            var letters = text.IndexOfAnyInRange('.', '9') is >= 0 and var end ? end : text.Length;
            if (Unit(text[..letters]) is not { } unit) return null;
            sum += number * unit;
            text = text[letters..];
        }
        return sum;
    }

    private static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static double? Unit(ReadOnlySpan<char> text) => text switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
