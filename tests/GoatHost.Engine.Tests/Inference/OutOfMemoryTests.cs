using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Sessions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Tests.Plugins;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>The kernel itself ends a worker, because there is no memory left for it.</summary>
public sealed class OutOfMemoryTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [SkippableFact]
    public async Task A_worker_that_the_kernel_kills_for_want_of_memory_says_so_and_others_go_on()
    {
        using var group = MemoryGroup.TryMake(128 << 20, out var reason);
        Skip.If(group is null, reason);
        _bench.StageRogue();
        _bench.List("rogue");
        await using var host = _bench.Host();
        await host.StartAsync(CancellationToken.None);
        await using var session = await OpenAsync("m");
        await using var other = await OpenAsync("other");
        var bystander = other.GenerateAsync(new GenerationRequest { Prompt = "slow" }, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await bystander.MoveNextAsync());
        group.Take(((IResident)session).ProcessId);

        var beside = CountAsync(session, "slow");
        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => CountAsync(session, "greedy"));

        Assert.StartsWith(
            "The rogue worker was killed (signal 9), when the system ran out of memory, during the work; the next request starts a new one.",
            e.Message, StringComparison.Ordinal);
        Assert.Equal(e.Message, (await Assert.ThrowsAsync<WorkerDiedException>(() => beside)).Message);
        Assert.True(await bystander.MoveNextAsync());
        await bystander.DisposeAsync();
        Assert.Equal(4, await CountAsync(session, "three"));

        Task<IModelSession> OpenAsync(string model) =>
            host.Runtimes.Single().OpenAsync(Models.Named(model), new SessionOptions(), null, CancellationToken.None);
    }

    private static async Task<int> CountAsync(IModelSession session, string prompt) =>
        await session.GenerateAsync(new GenerationRequest { Prompt = prompt }, CancellationToken.None).CountAsync();
}
