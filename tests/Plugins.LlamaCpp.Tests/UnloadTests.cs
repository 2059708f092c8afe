using System.Diagnostics;
using GoatHost.Abstractions;

namespace Plugins.LlamaCpp.Tests;

/// <summary>Tests that weigh the process, so that no other test runs beside them.</summary>
[CollectionDefinition(nameof(WeighingCollection), DisableParallelization = true)]
public sealed class WeighingCollection;

[Collection(nameof(WeighingCollection))]
public sealed class UnloadTests
{
    [Fact]
    public async Task Unloading_gives_the_memory_back()
    {
        await (await TinyModel.OpenAsync("F16")).DisposeAsync();
        var before = Resident();
        for (var i = 0; i < 20; i++)
        {
            await using var session = await TinyModel.OpenAsync("F16");
            await session.AskAsync(TinyModel.Prompt("In", 2));
        }
        // Twenty kept would be some 200 MiB: 3 of weights and 7 of buffers each.
        Assert.InRange(Resident() - before, long.MinValue, 60 << 20);
    }

    [Fact]
    public async Task Many_requests_leave_nothing_behind()
    {
        await using var session = await TinyModel.OpenAsync("F16", new SessionOptions { Threads = 1, Queue = 64 });
        await AskAsync(session, requests: 300);
        var before = Resident();
        await AskAsync(session, requests: 1500);
        // A prompt kept for each would be some 60 MiB of keys and values alone.
        Assert.InRange(Resident() - before, long.MinValue, 30 << 20);
    }

    private static async Task AskAsync(IModelSession session, int requests)
    {
        for (var i = 0; i < requests; i += 30)
        {
            await Task.WhenAll(Enumerable.Range(i, 30).Select(at => session.AskAsync(TinyModel.Prompt($"And the king said {at} times", 2, seed: null))));
        }
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
