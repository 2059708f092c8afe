using Microsoft.Extensions.Hosting;

namespace GoatHost.Http;

/// <summary>A web host that listens to no signal: the command that started it also stops it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
