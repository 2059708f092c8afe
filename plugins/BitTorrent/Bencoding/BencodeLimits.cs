namespace GoatHost.Plugins.BitTorrent.Bencoding;

/// <summary>How much bencoded text a reader accepts before it refuses.</summary>
/// <param name="Bytes">Longest input.</param>
/// <param name="Depth">Deepest nesting of lists and dictionaries.</param>
/// <param name="Tokens">Most values, keys counted.</param>
internal readonly record struct BencodeLimits(int Bytes, int Depth, int Tokens)
{
    /// <summary>A .torrent file or an info dictionary.</summary>
    public static BencodeLimits Torrent { get; } = new(32 << 20, 16, 2_000_000);

    /// <summary>A message of a peer.</summary>
    public static BencodeLimits Message { get; } = new(64 << 10, 8, 2_000);

    /// <summary>An answer of a tracker.</summary>
    public static BencodeLimits Tracker { get; } = new(1 << 20, 8, 50_000);
}
