namespace GoatHost.Plugins.Ordinals.Chain.Http;

/// <summary>An answer was longer than whatever was asked for can be.</summary>
internal sealed class OversizeException(int limit) : IOException($"its answer is longer than {Size(limit)}")
{
    private static string Size(int limit) => limit >= 1024 * 1024 ? $"{limit / (1024 * 1024)} MiB" : $"{limit} bytes";
}
