using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Http.Metrics;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http;

/// <summary>Meters are the process's own, and other tests measure meanwhile: each looks at a model of its own name.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task An_answer_is_counted_and_timed_in_prometheus_own_text()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var end = new GenerationEnd(FinishReason.Stop, 40, 11, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.2))
        {
            CachedTokens = 30, QueueTime = TimeSpan.FromSeconds(0.3),
        };
        await AnswerAsync("metrics\"1", end);
        await AnswerAsync("metrics\"1", end);

        using var response = await goat.Client.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        const string Model = "model=\"metrics\\\"1\"";
        Assert.Contains($"goat_session_tokens_total{{{Model},kind=\"prompt\"}} 80\n", text);
        Assert.Contains($"goat_session_tokens_total{{{Model},kind=\"cached\"}} 60\n", text);
        Assert.Contains($"goat_session_tokens_total{{{Model},kind=\"generated\"}} 22\n", text);
        Assert.Contains("# TYPE goat_session_tokens_total counter\n", text);
        Assert.Contains("# TYPE goat_session_first_token_seconds histogram\n", text);
        Assert.Contains($"goat_session_queue_duration_seconds_bucket{{{Model},le=\"0.25\"}} 0\n", text);
        Assert.Contains($"goat_session_queue_duration_seconds_bucket{{{Model},le=\"0.5\"}} 2\n", text);
        Assert.Contains($"goat_session_queue_duration_seconds_bucket{{{Model},le=\"+Inf\"}} 2\n", text);
        Assert.Contains($"goat_session_token_duration_seconds_sum{{{Model}}} 0.04\n", text);
        Assert.Contains($"goat_session_active{{{Model}}} 0\n", text);
        Assert.Contains("llamacpp:tokens_predicted_total ", text);
        Assert.DoesNotContain('\r', text);
    }

    [Fact]
    public async Task Every_line_is_one_that_prometheus_reads()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        await AnswerAsync("metrics-2", new GenerationEnd(FinishReason.Stop, 1, 1, TimeSpan.Zero, TimeSpan.Zero));

        var text = await goat.Client.GetStringAsync("/metrics");

        Assert.EndsWith("\n", text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches(
            """^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)+\})? [0-9eE.+-]+)$""", line));
        var types = text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(types.Distinct(), types);
    }

    [Fact]
    public async Task Where_a_key_is_needed_it_is_needed_here_too()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession(), "key");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await goat.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public void A_tag_that_takes_ever_new_values_does_not_fill_the_memory()
    {
        using var meter = new System.Diagnostics.Metrics.Meter("test");
        var family = new MetricFamily(meter.CreateCounter<long>("x"), MetricKind.Counter);
        for (var i = 0; i < 5000; i++) family.Record(1, [new("i", i.ToString(CultureInfo.InvariantCulture))]);
        Assert.Equal(1000, family.Series.Count);
    }

    private static async Task AnswerAsync(string model, GenerationEnd end)
    {
        await using var session = new WatchedSession(new ScriptedSession { Answer = [new Delta { Text = "x", End = end }] }, model);
        await foreach (var _ in session.GenerateAsync(new GenerationRequest(), CancellationToken.None)) continue;
    }
}
