namespace GoatHost.Engine.Sync.Fetching;

/// <summary>How patient a fetch is.</summary>
internal sealed record FetchLimits
{
    /// <summary>How often bytes are made durable and remembered: what a crash may lose.</summary>
    public TimeSpan Checkpoint { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often people are told.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long nothing may come from one place while another is left to try.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(1);
}
