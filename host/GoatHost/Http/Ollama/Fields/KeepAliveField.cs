using System.Text.Json;

namespace GoatHost.Http.Ollama.Fields;

/// <summary>Reads how long a model stays loaded: seconds, or a duration as Go writes it; what is negative is for ever.</summary>
internal static class KeepAliveField
{
    // Past every uptime, and far from where a clock would overflow.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <returns>Null when the request does not say.</returns>
    public static TimeSpan? Read(JsonFields body) => body.Get("keep_alive") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => Bounded(Seconds(number)),
        { ValueKind: JsonValueKind.String } text => Bounded(Duration(text.GetString()!)),
        _ => throw body.Wrong("keep_alive", "a number of seconds, or a duration such as \"5m\""),
    };

    private static TimeSpan Seconds(JsonElement number) =>
        TimeSpan.FromSeconds(Math.Clamp(number.TryGetDouble(out var seconds) ? seconds : 0, -1, Longest.TotalSeconds + 1));

    private static TimeSpan Duration(string text) => GoDuration.TryParse(text, out var duration)
        ? duration
        : throw new ApiException(400, $"keep_alive: \"{text}\" is no duration: write its unit too, as in \"5m\", or a number of seconds.");

    private static TimeSpan Bounded(TimeSpan time) => time < TimeSpan.Zero || time > Longest ? Timeout.InfiniteTimeSpan : time;
}
