namespace GoatHost.Engine.Plugins.Guards;

/// <summary>How long a plugin may take over what ought to be short.</summary>
internal sealed record GuardDeadlines
{
    /// <summary>Load, Configure and the building of its container.</summary>
    public TimeSpan Load { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>CanResolve, CanFetch, CanRun: they look at a text.</summary>
    public TimeSpan Question { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>CheckAsync and ListDevicesAsync; the contract asks for one second, a first native load needs more.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>ListAsync: a torrent's metadata from peers that first have to be found.</summary>
    public TimeSpan List { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From a cancellation until the call is given up; the contract asks for one second.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long calls in flight may go on when the plugin is reloaded, before they are cancelled.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    public BreakerRules Breaker { get; init; } = new();
}
