using System.Net;
using System.Text;
using GoatHost.TestKit;
using Xunit.Abstractions;

namespace GoatHost.Tests.Soaks;

/// <summary>llama.cpp in its worker under many requests of all kinds: neither process grows, and nobody is left waiting.</summary>
[Collection(nameof(WeighingCollection))]
public sealed class WorkerSoakTests(ITestOutputHelper output)
{
    private const int Callers = 6;
    private const int WarmUp = 240;

    /// <summary>Allocators and pools breathe by this much; what leaked with each of thousands of requests would be more.</summary>
    private const long Slack = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly (string Path, string Body)[] Kinds =
    [
        ("/v1/chat/completions", Chat(""" "max_tokens":12""")),
        ("/v1/chat/completions", Chat(""" "max_tokens":12,"stream":true,"logprobs":true,"top_logprobs":3""")),
        ("/v1/chat/completions", Chat(""" "max_tokens":40,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object","properties":{"a":{"type":"integer","maximum":99,"minimum":0},"b":{"enum":["x","y"]}},"required":["a","b"],"additionalProperties":false}}}""")),
        ("/v1/chat/completions", Chat(""" "max_tokens":30,"stream":true,"tool_choice":"required","tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{"n":{"enum":[1,2]}},"required":["n"],"additionalProperties":false}}}]""")),
        ("/v1/embeddings", $$"""{"model":"{{SoakedGoat.Model}}","input":["In the beginning","God created the heaven"]}"""),
        ("/api/chat", Chat(""" "options":{"num_predict":12,"seed":5}""")),
        ("/v1/completions", $$"""{"model":"{{SoakedGoat.Model}}","prompt":"In the","max_tokens":8,"n":2}"""),
        ("/v1/chat/completions", Chat(""" "max_tokens":12,"logit_bias":{"99999999":1}""")),
    ];

    [Fact]
    public async Task Many_requests_of_all_kinds_leave_both_processes_as_they_were()
    {
        await using var goat = await SoakedGoat.StartAsync("llamacpp");
        goat.Client.Timeout = Patience;
        await using var session = await goat.OpenAsync();
        await AskAsync(goat, WarmUp);
        var (host, worker) = (await Footprint.SettleAsync(goat.Data, _ => true), await goat.ResidentAsync());

        var requests = Rounds.Of(500, 10_000);
        await AskAsync(goat, requests);

        var now = await goat.ResidentAsync();
        var after = await Footprint.SettleAsync(goat.Data, print => print.Process <= host.Process + Slack && print.Handles <= host.Handles + Callers);
        output.WriteLine($"{requests} requests: host {host.Process >> 20} to {after.Process >> 20} MiB, worker {worker.MemoryBytes >> 20} to {now.MemoryBytes >> 20} MiB");
        Assert.Equal(worker.ProcessId, now.ProcessId);
        Assert.InRange(now.MemoryBytes - worker.MemoryBytes, long.MinValue, Slack);
        Assert.InRange(after.Process - host.Process, long.MinValue, Slack);
        Assert.InRange(after.Handles - host.Handles, int.MinValue, 2 * Callers);
    }

    [Fact]
    public async Task Two_hundred_clients_at_once_are_answered_or_told_to_come_again()
    {
        await using var goat = await SoakedGoat.StartAsync("llamacpp");
        goat.Client.Timeout = Patience;
        await using var session = await goat.OpenAsync();
        var (worker, limits) = (await goat.ResidentAsync(), session.Limits);
        Assert.Equal(64, limits.Queue);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(client => goat.Client.PostAsync(
            "/v1/chat/completions", Json(Chat($$""" "max_tokens":60,"stream":{{(client % 2 == 0 ? "true" : "false")}}"""))))).WaitAsync(Patience);

        var served = answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).ToList();
        foreach (var answer in served) Assert.NotEmpty(await answer.Content.ReadAsStringAsync().WaitAsync(Patience));
        // As many as there are places were taken; more, where places became free while the last were still coming.
        Assert.InRange(served.Count, limits.Queue, 200);
        foreach (var answer in answers.Except(served))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        output.WriteLine($"{served.Count} of {answers.Length} answered at once");
        Assert.NotEmpty(await goat.AskAsync("and after all this"));
        Assert.Equal(worker.ProcessId, (await goat.ResidentAsync()).ProcessId);
    }

    private static Task AskAsync(SoakedGoat goat, int requests) =>
        Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (round, ct) =>
        {
            if (round % (Kinds.Length + 1) == Kinds.Length)
            {
                await goat.LeaveAsync($"leaving {round}");
                return;
            }
            var (path, body) = Kinds[round % (Kinds.Length + 1)];
            using var answer = await goat.Client.PostAsync(path, Json(body), ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            var expected = body.Contains("99999999", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.OK;
            Assert.True(answer.StatusCode == expected, $"{path} {body}: {answer.StatusCode} {text}");
        });

    private static string Chat(string fields) =>
        $$"""{"model":"{{SoakedGoat.Model}}","messages":[{"role":"user","content":"Let there be light"}],{{fields}}}""";

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
