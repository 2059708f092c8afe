using System.Globalization;

namespace GoatHost.Engine.Sync;

/// <summary>Bytes as people read them: <c>1.5 MiB</c>, <c>12 B</c>.</summary>
public static class Sizes
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string Text(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; Math.Abs(value) >= 1024 && unit < Units.Length - 1; unit++) value /= 1024;
        return $"{value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
