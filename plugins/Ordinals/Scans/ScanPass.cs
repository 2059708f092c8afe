using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>One search of the chain for the catalog.</summary>
/// <param name="Road">Where blocks come from.</param>
/// <param name="Network">Whose chain it is.</param>
/// <param name="Cursor">How far the search had come.</param>
internal sealed record ScanPass(IChainRoad Road, Network Network, ScanCursor Cursor)
{
    /// <summary>First height to read again, wherever the search had come to.</summary>
    public int? From { get; init; }

    /// <summary>Last height.</summary>
    public int? To { get; init; }

    /// <summary>Told of every inscription, model or not.</summary>
    public Action<BlockFindings>? Seen { get; init; }

    /// <summary>Told of every block: its height, and the last.</summary>
    public Action<int, int>? Passed { get; init; }

    /// <summary>Whether only some heights are read: what is found is kept, and the search goes on later from where it was.</summary>
    public bool IsRange => From is not null || To is not null;
}
