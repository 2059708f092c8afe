using System.Globalization;
using GoatHost.Engine.Sync;

namespace GoatHost.Cli.Rendering;

/// <summary>Sizes, times and counts as people read them.</summary>
internal static class Quantities
{
    public static string Bytes(long bytes) => Sizes.Text(bytes);

    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    /// <summary>Weights: <c>7.2 B</c>, <c>1.45 M</c>.</summary>
    public static string Count(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.##} B"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.##} M"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0}"),
    };

    public static string Rate(int count, TimeSpan time) =>
        time <= TimeSpan.Zero ? "-" : string.Create(CultureInfo.InvariantCulture, $"{count / time.TotalSeconds:0.0}");

    public static string Percent(long done, long total) => total <= 0 ? "" : $"{done * 100 / total} %";
}
