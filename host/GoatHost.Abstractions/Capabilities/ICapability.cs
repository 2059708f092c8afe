namespace GoatHost.Abstractions;

/// <summary>What every source, transport, runtime and command shares: a name, and an answer to "are you well?".</summary>
public interface ICapability
{
    /// <summary>A short lower-case name, unique among the plugin's capabilities of one kind: <c>ord</c>, <c>http</c>, <c>llama.cpp</c>.</summary>
    string Name { get; }

    /// <summary>Says whether the capability could do its work now. Cheap: answers within a second, changes nothing.</summary>
    /// <param name="ct">Cancels the check.</param>
    /// <returns>The health, with a sentence when there is something to say.</returns>
    ValueTask<Health> CheckAsync(CancellationToken ct) => ValueTask.FromResult(Health.Ok);
}

/// <summary>How well a capability is.</summary>
public enum HealthStatus
{
    /// <summary>It can do its work.</summary>
    Healthy,

    /// <summary>It works in part, or slower than it should.</summary>
    Degraded,

    /// <summary>It cannot do its work until something is put right.</summary>
    Unhealthy,
}

/// <summary>An answer to <see cref="ICapability.CheckAsync"/>.</summary>
/// <param name="Status">How well.</param>
/// <param name="Detail">What was found, or what to do; a line for <c>goat doctor</c>.</param>
public sealed record Health(HealthStatus Status, string? Detail = null)
{
    /// <summary>Healthy, and nothing to add.</summary>
    public static Health Ok { get; } = new(HealthStatus.Healthy);
}
