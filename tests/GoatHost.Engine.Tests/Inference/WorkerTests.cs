using System.Diagnostics;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Sessions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Tests.Plugins;

namespace GoatHost.Engine.Tests.Inference;

public sealed class WorkerTests : IAsyncLifetime, IDisposable
{
    private readonly PluginBench _bench = new();
    private PluginHost _host = null!;

    public async Task InitializeAsync()
    {
        _bench.StageRogue();
        _bench.List("rogue");
        _host = _bench.Host();
        await _host.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Everything_of_the_contract_crosses_to_the_worker_and_back()
    {
        var steps = new List<double>();
        await using var session = await OpenAsync("m", new Collector(steps));

        var deltas = await session.GenerateAsync(new GenerationRequest { Prompt = "everything" }, CancellationToken.None).ToListAsync();

        Assert.Equal(new SessionLimits { ContextTokens = 7, Engine = "m", Embeds = true }, session.Limits with { Notices = [], Adapters = [] });
        Assert.Equal(("é🐐", "r"), (deltas[0].Text, deltas[0].Reasoning));
        Assert.Equal(ToolCallDelta.Whole("1", "t", "{}"), Assert.Single(deltas[0].ToolCalls));
        Assert.Equal(float.NegativeInfinity, deltas[0].Tokens[0].LogProbability);
        Assert.Equal(-1.5f, deltas[0].Tokens[0].Alternatives[0].LogProbability);
        Assert.Equal(new GenerationEnd(FinishReason.Length, 1, 2, TimeSpan.FromSeconds(1), TimeSpan.FromTicks(3)), deltas[1].End);
        Assert.Equal([97, 98], await session.TokenizeAsync(new TokenizeRequest("ab"), CancellationToken.None));
        Assert.Equal([97, 98], (await session.DetokenizeAsync([97, 98], CancellationToken.None)).Select(piece => (int)Assert.Single(piece.ToArray())));
        var embedded = await session.EmbedAsync(new EmbeddingRequest([new EmbeddingInput { Text = "abc" }]), CancellationToken.None);
        Assert.Equal(new[] { 3f, 0.5f }, Assert.Single(embedded.Vectors).ToArray());
        Assert.Equal(5, embedded.PromptTokens);
        var ranked = await session.RankAsync(new RankRequest("q", ["a", "abc"]), CancellationToken.None);
        Assert.Equal([1f, 3f], ranked.Scores);
        Assert.Equal("<hi>", await session.RenderAsync(new GenerationRequest { Messages = [new ChatMessage("user", "hi")] }, CancellationToken.None));
        Assert.Equal(steps.Order(), steps);
        Assert.NotEmpty(steps);
        var resident = Assert.IsAssignableFrom<IResident>(session);
        Assert.NotEqual(Environment.ProcessId, resident.ProcessId);
        Assert.True(resident.Memory > 1 << 20);
    }

    [Fact]
    public async Task A_refusal_in_the_worker_is_a_refusal_here() =>
        Assert.Equal("The tensors overlap.", (await Assert.ThrowsAsync<RefusedException>(() => OpenAsync("refused"))).Message);

    [Fact]
    public async Task A_load_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var opening = OpenAsync("endless", null, cancel.Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task A_worker_killed_in_mid_stream_fails_with_one_sentence_and_the_next_request_gets_a_new_one()
    {
        await using var session = await OpenAsync("m");
        var first = ((IResident)session).ProcessId;
        var bystander = CountAsync(session, "slow");

        var e = await Assert.ThrowsAsync<WorkerDiedException>(async () =>
        {
            await foreach (var delta in session.GenerateAsync(new GenerationRequest { Prompt = "slow" }, CancellationToken.None))
            {
                if (delta.Text == "3") Process.GetProcessById(first).Kill();
            }
        });

        Assert.StartsWith("The rogue worker was killed (signal 9) during the work; the next request starts a new one.", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WorkerDiedException>(() => bystander);
        Assert.Equal(4, await CountAsync(session, "three"));
        Assert.NotEqual(first, ((IResident)session).ProcessId);
    }

    [Fact]
    public async Task A_worker_that_died_between_requests_is_replaced_unseen()
    {
        await using var session = await OpenAsync("m");
        using var worker = Process.GetProcessById(((IResident)session).ProcessId);
        worker.Kill();
        await worker.WaitForExitAsync();
        while (((IResident)session).Memory > 0) await Task.Delay(10);

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Assert.Equal(4, await CountAsync(session, "three"));
                break;
            }
            catch (GoatException) when (attempt == 0)
            {
                // The end of the socket may be seen a moment after the end of the process.
            }
        }
    }

    [Fact]
    public async Task An_abort_in_the_worker_is_told_with_its_last_words_and_the_host_lives_on()
    {
        await using var session = await OpenAsync("m");

        var e = await Assert.ThrowsAsync<WorkerDiedException>(() => CountAsync(session, "abort"));

        Assert.Contains("aborted (signal 6)", e.Message, StringComparison.Ordinal);
        Assert.Contains("Its last words: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("native code gave up", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(" at GoatHost", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal(4, await CountAsync(session, "three"));
    }

    [Fact]
    public async Task A_managed_fault_in_the_worker_is_one_sentence_and_the_worker_stays()
    {
        await using var session = await OpenAsync("m");
        var first = ((IResident)session).ProcessId;

        var e = await Assert.ThrowsAsync<GoatException>(() => CountAsync(session, "throw"));

        Assert.Equal("The rogue plugin failed while generating: HomeMadeException: out of words.", e.Message);
        Assert.Equal(4, await CountAsync(session, "three"));
        Assert.Equal(first, ((IResident)session).ProcessId);
    }

    [Fact]
    public async Task Leaving_a_stream_stops_the_work_and_a_slow_reader_holds_it_back()
    {
        await using var session = await OpenAsync("m");

        await foreach (var delta in session.GenerateAsync(new GenerationRequest { Prompt = "flood" }, CancellationToken.None))
        {
            if (delta.Text != "0") continue;
            await StillAsync();
            break;
        }

        // Sent were a window of parts and the one that waits for credit; then it was cancelled.
        Assert.InRange(await StillAsync(), 1, WorkerRequest.Window + 2);
    }

    [Fact]
    public async Task The_worker_knows_no_secrets_and_its_command_line_tells_none()
    {
        Environment.SetEnvironmentVariable("GOAT_TEST_API_KEY", "hidden");
        await using var session = await OpenAsync("m");

        var said = await session.GenerateAsync(new GenerationRequest { Prompt = "secrets" }, CancellationToken.None).FirstAsync();

        Assert.StartsWith("|1|", said.Text, StringComparison.Ordinal);
        Assert.EndsWith("goat.dll worker", said.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_worker_ends_when_its_host_is_killed_though_it_hangs()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are POSIX");
        File.Copy(_bench.Defaults, Path.Combine(_bench.Data, "default.json"));
        using var host = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { PluginBench.Program("DoomedHost", "DoomedHost.dll"), _bench.Data, _bench.Plugins, PluginBench.Program("GoatHost", "goat.dll") },
            RedirectStandardError = true,
        })!;
        var note = Path.Combine(_bench.Data, "plugins", "rogue", "pid");
        while (!File.Exists(note) || new FileInfo(note).Length == 0)
        {
            Assert.False(host.HasExited, host.HasExited ? await host.StandardError.ReadToEndAsync() : null);
            await Task.Delay(20);
        }
        using var worker = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(note), System.Globalization.CultureInfo.InvariantCulture));

        host.Kill();

        await worker.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(worker.HasExited);
    }

    private Task<IModelSession> OpenAsync(string model, IProgress<double>? progress = null, CancellationToken ct = default) =>
        _host.Runtimes.Single().OpenAsync(Models.Named(model), new SessionOptions(), progress, ct);

    private static async Task<int> CountAsync(IModelSession session, string prompt) =>
        await session.GenerateAsync(new GenerationRequest { Prompt = prompt }, CancellationToken.None).CountAsync();

    /// <summary>How far the runtime counted, once it counts no further.</summary>
    private async Task<int> StillAsync()
    {
        var note = Path.Combine(_bench.Data, "plugins", "rogue", "count");
        string before, now = "";
        do
        {
            before = now;
            await Task.Delay(300);
            now = await File.ReadAllTextAsync(note);
        }
        while (now != before || now.Length == 0);
        return int.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Collector(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}
