using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace GoatHost.Samples.HttpTransport;

/// <summary>The plugin's settings: <c>mirrors</c> (URL prefix to alternative prefixes), <c>retries</c>, <c>pauseSeconds</c> and <c>patienceSeconds</c>.</summary>
/// <param name="Patience">How long a place may take to answer, and then for each 16 KiB.</param>
internal sealed record HttpSettings(IReadOnlyDictionary<string, IReadOnlyList<string>> Mirrors, int Retries, TimeSpan Pause, TimeSpan Patience)
{
    /// <summary>A mirror is an object, because a URL cannot be a key of a configuration: its colons would part it.</summary>
    public static HttpSettings Read(IConfigurationSection settings) => new(
        settings.GetSection("mirrors").GetChildren()
            .Where(mirror => mirror["for"] is not null)
            .GroupBy(mirror => mirror["for"]!)
            .ToDictionary(same => same.Key, same => (IReadOnlyList<string>)[.. same.SelectMany(Alternatives)]),
        Math.Clamp(Number(settings["retries"], 5), 0, 100),
        TimeSpan.FromSeconds(Math.Clamp(Number(settings["pauseSeconds"], 1), 0, 60)),
        TimeSpan.FromSeconds(Math.Clamp(Number(settings["patienceSeconds"], 60), 1, 3600)));

    /// <summary>A URL and its mirrors, in the order to try them.</summary>
    public IReadOnlyList<Uri> Places(string url) =>
    [
        new Uri(url),
        .. from mirror in Mirrors
           where url.StartsWith(mirror.Key, StringComparison.Ordinal)
           from alternative in mirror.Value
           select new Uri(alternative + url[mirror.Key.Length..]),
    ];

    private static IEnumerable<string> Alternatives(IConfigurationSection mirror) =>
        mirror.GetSection("use").GetChildren().Select(one => one.Value).Where(Web.Is).Select(one => one!);

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
