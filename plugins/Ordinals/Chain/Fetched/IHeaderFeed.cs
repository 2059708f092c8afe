using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Fetched;

/// <summary>A server's headers, by their heights on what it takes for the active chain.</summary>
internal interface IHeaderFeed
{
    /// <summary>Who it is, for people.</summary>
    string Name { get; }

    /// <summary>Headers that come with one request.</summary>
    int Batch { get; }

    /// <summary>The most that it is asked for in all: of a longer chain only the part that is needed.</summary>
    int Most { get; }

    /// <summary>The hash at a height, or null above the tip.</summary>
    Task<Hash256?> HashAtAsync(int height, CancellationToken ct);

    /// <summary>The headers from a height on, exactly so many, at most <see cref="Batch"/>.</summary>
    Task<IReadOnlyList<BlockHeader>> ReadHeadersAsync(int from, int count, CancellationToken ct);
}
