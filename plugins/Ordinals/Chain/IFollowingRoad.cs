namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>A road that hears of new blocks by itself, so that following the tip needs no polling.</summary>
internal interface IFollowingRoad : IChainRoad
{
    /// <summary>Waits until the tip is another than the one that is known.</summary>
    Task<ChainTip> NextTipAsync(ChainTip known, CancellationToken ct);
}
