using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>A plugin's command behind its guard.</summary>
internal sealed class GuardedCommand(ICommand inner, PluginGuard guard) : GuardedCapability(inner, guard), ICommand
{
    public string Summary { get; } = inner.Summary;

    public Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct) =>
        Guard.LastAsync($"running its command {Name}", token => inner.RunAsync(arguments, output, token), ct);
}
