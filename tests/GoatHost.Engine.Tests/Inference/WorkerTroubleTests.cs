using System.Diagnostics;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Sessions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Tests.Plugins;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>Workers that hang, take all memory, or die again and again.</summary>
public sealed class WorkerTroubleTests : IAsyncDisposable
{
    private readonly PluginBench _bench = new();
    private PluginHost? _host;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _bench.Dispose();
    }

    [SkippableFact]
    public async Task A_worker_that_hangs_while_a_request_waits_is_ended_and_others_go_on()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are POSIX");
        await StartAsync(new WorkerRules { Beat = TimeSpan.FromMilliseconds(300), MissedBeats = 4 });
        await using var session = await OpenAsync("m");
        await using var other = await OpenAsync("other");
        var bystander = other.GenerateAsync(new GenerationRequest { Prompt = "slow" }, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await bystander.MoveNextAsync());

        var e = await Assert.ThrowsAsync<WorkerDiedException>(async () =>
        {
            await foreach (var delta in session.GenerateAsync(new GenerationRequest { Prompt = "slow" }, CancellationToken.None))
            {
                if (delta.Text == "3") await StopAsync(((IResident)session).ProcessId);
            }
        });

        Assert.StartsWith("The rogue worker said nothing for 1.2 s and was ended during the work; the next request starts a new one.", e.Message, StringComparison.Ordinal);
        Assert.True(await bystander.MoveNextAsync());
        await bystander.DisposeAsync();
        Assert.Equal(4, await CountAsync(session, "three"));
    }

    [Fact]
    public async Task A_worker_that_goes_on_with_a_cancelled_request_is_ended()
    {
        await StartAsync(new WorkerRules { Beat = TimeSpan.FromMilliseconds(100), MissedBeats = 100, DeafBeats = 3 });
        await using var session = await OpenAsync("m");
        var first = ((IResident)session).ProcessId;
        var bystander = CountAsync(session, "slow");
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var delta in session.GenerateAsync(new GenerationRequest { Prompt = "loop" }, cancel.Token))
            {
                // Cancelled any sooner, it would not begin its loop.
                while (!File.Exists(Path.Combine(_bench.Data, "plugins", "rogue", "spins"))) await Task.Delay(10);
                await cancel.CancelAsync();
            }
        });

        Assert.StartsWith("The rogue worker went on for 0.3", (await Assert.ThrowsAsync<WorkerDiedException>(() => bystander)).Message, StringComparison.Ordinal);
        Assert.Equal(4, await CountAsync(session, "three"));
        Assert.NotEqual(first, ((IResident)session).ProcessId);
    }

    [Fact]
    public async Task A_worker_that_takes_more_memory_than_it_may_is_ended_with_a_sentence()
    {
        await StartAsync(new WorkerRules { Beat = TimeSpan.FromMilliseconds(50) }, memoryMiB: 256);
        await using var session = await OpenAsync("m");

        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => CountAsync(session, "greedy"));

        Assert.Matches("^The rogue worker took [0-9]+ MiB of memory where memoryMiB in plugins.json allows 256, and was ended during the work; the next request starts a new one", e.Message);
        Assert.Equal(4, await CountAsync(session, "three"));
    }

    [Fact]
    public async Task A_model_that_ends_its_worker_again_and_again_is_quarantined_and_others_are_not()
    {
        await StartAsync(new WorkerRules { Deaths = 3, FirstPause = TimeSpan.FromMilliseconds(10) });
        await using var session = await OpenAsync("m");
        await using var other = await OpenAsync("other");

        var sentences = new List<string>();
        for (var death = 0; death < 3; death++) sentences.Add((await Assert.ThrowsAsync<WorkerDiedException>(() => CountAsync(session, "abort"))).Message);

        Assert.Contains("the next request starts a new one.", sentences[0], StringComparison.Ordinal);
        Assert.Contains("the next request starts a new one after a pause.", sentences[1], StringComparison.Ordinal);
        Assert.Contains("that was the 3rd time, so m is not run again until goat verify m is.", sentences[2], StringComparison.Ordinal);
        Assert.StartsWith("m is kept from running", (await Assert.ThrowsAsync<GoatException>(() => CountAsync(session, "three"))).Message, StringComparison.Ordinal);
        Assert.StartsWith("m is kept from running", (await Assert.ThrowsAsync<GoatException>(() => OpenAsync("m"))).Message, StringComparison.Ordinal);
        Assert.Equal(4, await CountAsync(other, "three"));
    }

    [SkippableFact]
    public async Task A_worker_is_the_first_to_go_when_memory_runs_out()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "proc(5)");
        await StartAsync(new WorkerRules());
        await using var session = await OpenAsync("m");

        Assert.Equal("700", (await File.ReadAllTextAsync($"/proc/{((IResident)session).ProcessId}/oom_score_adj")).Trim());
    }

    private async Task StartAsync(WorkerRules rules, int memoryMiB = 4096)
    {
        _bench.StageRogue();
        _bench.WriteDefaults($$"""{ "plugins": [ { "id": "rogue", "memoryMiB": {{memoryMiB}} } ] }""");
        _host = new PluginHost(_bench.Options, PluginBench.Lendings, PluginBench.Deadlines, new WorkerLauncher(_bench.Options, TimeProvider.System, NullLoggerFactory.Instance, rules));
        await _host.StartAsync(CancellationToken.None);
    }

    private Task<IModelSession> OpenAsync(string model) => _host!.Runtimes.Single().OpenAsync(Models.Named(model), new SessionOptions(), null, CancellationToken.None);

    private static async Task<int> CountAsync(IModelSession session, string prompt) =>
        await session.GenerateAsync(new GenerationRequest { Prompt = prompt }, CancellationToken.None).CountAsync();

    /// <summary>SIGSTOP: a process that is there and does nothing.</summary>
    private static async Task StopAsync(int process)
    {
        using var kill = Process.Start("kill", ["-STOP", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
