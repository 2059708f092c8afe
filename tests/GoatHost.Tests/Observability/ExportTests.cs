using System.Text;
using GoatHost.TestKit;

namespace GoatHost.Tests.Observability;

public sealed class ExportTests
{
    [Fact]
    public async Task Meters_and_traces_go_to_the_collector_that_was_named()
    {
        await using var collector = await ScriptedCollector.StartAsync();
        using var home = new TempFolder();

        var said = await PullAsync(home, goat =>
        {
            goat["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
            goat["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        });

        Assert.True(said.ExitCode == 0, said.Error);
        foreach (var name in new[] { "goat.sync.stage.duration", "goat.verify.hashed" }) Assert.Contains(name, collector.Heard("/v1/metrics"), StringComparison.Ordinal);
        foreach (var name in new[] { "sync resolve", "sync publish" }) Assert.Contains(name, collector.Heard("/v1/traces"), StringComparison.Ordinal);
        // Where a person keeps their files, and what they asked for, stays here.
        Assert.DoesNotContain(home.Path, collector.Heard("/v1/traces") + collector.Heard("/v1/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_costs_no_more_than_its_news()
    {
        using var home = new TempFolder();

        var said = await PullAsync(home, goat => goat["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1");

        Assert.True(said.ExitCode == 0, said.Error);
        Assert.Contains("is here", said.Out, StringComparison.Ordinal);
    }

    private static async Task<Said> PullAsync(TempFolder home, Action<IDictionary<string, string?>> configure)
    {
        var copy = home["mine.gguf"];
        File.Copy(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf"), copy);
        using var goat = Goat.Start(home.Path, configure, "pull", copy);
        goat.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        var (output, error) = (goat.StandardOutput.ReadToEndAsync(patience.Token), goat.StandardError.ReadToEndAsync(patience.Token));
        await goat.WaitForExitAsync(patience.Token);
        return new Said(goat.ExitCode, Encoding.UTF8.GetBytes(await output), await error);
    }
}
