using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Tests.Plugins;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Inference;

public sealed class WorkerDeathsTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_first_death_costs_no_pause_and_the_pauses_double()
    {
        var deaths = Deaths(new WorkerRules { Deaths = 10, LongestPause = TimeSpan.FromSeconds(3) });
        foreach (var seconds in new[] { 0, 1, 2, 3, 3 })
        {
            await deaths.NoteAsync("m", "crashed");
            var admitted = deaths.AdmitAsync("m", CancellationToken.None);
            if (seconds > 0)
            {
                _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
                Assert.False(admitted.IsCompleted);
                _time.Advance(TimeSpan.FromTicks(1));
            }
            await admitted;
        }
        Assert.True(deaths.AdmitAsync("other", CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Deaths_long_ago_are_forgotten()
    {
        var deaths = Deaths(new WorkerRules { Deaths = 3 });
        for (var death = 0; death < 10; death++)
        {
            await deaths.NoteAsync("m", "crashed");
            _time.Advance(TimeSpan.FromMinutes(6));
            await deaths.AdmitAsync("m", CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_model_that_ends_worker_after_worker_is_kept_from_running_in_every_process_until_a_person_verifies_it()
    {
        var (one, other) = (Deaths(new WorkerRules { Deaths = 2 }), Deaths(new WorkerRules { Deaths = 2 }));
        await one.NoteAsync("m:Q8_0", "crashed (signal 11)");
        Assert.Equal("that was the 2nd time, so m:Q8_0 is not run again until goat verify m:Q8_0 is", await one.NoteAsync("m:Q8_0", "aborted (signal 6)"));

        foreach (var process in new[] { one, other })
        {
            var e = await Assert.ThrowsAsync<GoatException>(() => process.AdmitAsync("m:q8_0", CancellationToken.None));
            Assert.Equal("m:Q8_0 is kept from running, because it ended its worker 2 times within 10 minutes; the last one aborted (signal 6). goat verify m:Q8_0 checks its files and lets it run again.", e.Message);
        }
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "quarantine", "damaged"), "");
        var kept = Assert.Single(await other.ListAsync(CancellationToken.None));
        Assert.Equal("m:Q8_0", kept.Model);
        Assert.StartsWith("m:Q8_0 is kept from running", kept.Reason, StringComparison.Ordinal);
        other.Forgive("m:Q8_0");
        Assert.Empty(await one.ListAsync(CancellationToken.None));

        await one.AdmitAsync("m:Q8_0", CancellationToken.None);
        await other.AdmitAsync("m:Q8_0", CancellationToken.None);
    }

    private WorkerDeaths Deaths(WorkerRules rules) => new(_data.Path, rules, _time, NullLogger.Instance);
}
