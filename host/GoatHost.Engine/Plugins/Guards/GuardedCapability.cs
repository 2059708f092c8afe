using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>What all guarded capabilities share: the name, read once, and a check that answers whatever happens.</summary>
internal abstract class GuardedCapability(ICapability inner, PluginGuard guard) : ICapability
{
    public string Name { get; } = inner.Name;

    protected PluginGuard Guard => guard;

    public async ValueTask<Health> CheckAsync(CancellationToken ct)
    {
        try
        {
            return await guard.RunAsync($"checking {Name}", guard.Deadlines.Check, token => inner.CheckAsync(token).AsTask(), ct);
        }
        catch (GoatException e)
        {
            return new Health(HealthStatus.Unhealthy, e.Message);
        }
    }
}
