using System.Diagnostics;

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

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
