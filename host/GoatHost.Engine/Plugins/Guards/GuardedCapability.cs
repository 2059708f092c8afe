using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>What all guarded capabilities share: the name, read once, and a check that answers whatever happens.</summary>
internal abstract class GuardedCapability(ICapability inner, PluginGuard guard) : ICapability
{
    public string Name { get; } = inner.Name;

    protected PluginGuard Guard => guard;

    public async ValueTask<Health> CheckAsync(CancellationToken ct) =>
        guard.Breaker.Refusal is { } refusal ? new Health(HealthStatus.Unhealthy, refusal) : await ProbeAsync(ct);

    /// <summary>Checks even while the plugin is out of use.</summary>
    public async Task<Health> ProbeAsync(CancellationToken ct)
    {
        var health = await AskAsync(ct);
        guard.Note(Name, health);
        return health;
    }

    private async Task<Health> AskAsync(CancellationToken ct)
    {
        var doing = $"checking {Name}";
        // One that hangs is not asked a second time beside the first.
        if (guard.StillRunning.Contains(doing)) return new Health(HealthStatus.Unhealthy, "a check of it has still not ended");
        try
        {
            return await guard.CallAsync(doing, guard.Deadlines.Check, token => inner.CheckAsync(token).AsTask(), ct);
        }
        catch (GoatException e)
        {
            return new Health(HealthStatus.Unhealthy, e.Message);
        }
    }
}
