using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace GoatHost.Benchmarks.Inference;

/// <summary>
/// What <c>goat serve</c> adds to its runtime: a client's clock beside the runtime's own, which comes with each answer as <c>timings</c>.
/// HTTP, the host, the socket to the worker and the client itself are all in the difference.
/// </summary>
internal sealed class ServerBench(TextWriter say, ModelShape shape, int rounds)
{
    private const int Tokens = 128;
    private const int FirstToken = 300;

    private int _prompts;

    public async Task RunAsync()
    {
        await using var server = await GoatServer.StartAsync(RandomModel.Write(shape));
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        var (first, each) = (new List<double>(), new List<double>());
        for (var round = -2; round < rounds; round++)
        {
            var (added, slower) = await AskAsync(http, server.Model);
            if (round < 0) continue;
            first.Add(added.TotalMilliseconds);
            each.Add(slower);
        }
        await say.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"served over HTTP: first token {Pairs.Median(first):F2} ms later ({first.Min():F2} to {first.Max():F2}), each token {Pairs.Median(each):P2} longer ({each.Min():P2} to {each.Max():P2})"));
    }

    private async Task<(TimeSpan Added, double Slower)> AskAsync(HttpClient http, string model)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = Body(model) };
        var start = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        long first = 0, last = 0;
        string? final = null;
        while (await lines.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal)) continue;
            if (line.Contains("\"timings\"", StringComparison.Ordinal)) final = line;
            else last = Stopwatch.GetTimestamp();
            if (first == 0) first = last;
        }
        using var told = JsonDocument.Parse((final ?? throw new InvalidOperationException("The answer came without timings."))["data: ".Length..]);
        var timings = told.RootElement.GetProperty("timings");
        if (timings.GetProperty("predicted_n").GetInt32() != Tokens) throw new InvalidOperationException("Another number of tokens came than was asked for.");
        var added = Stopwatch.GetElapsedTime(start, first) - TimeSpan.FromMilliseconds(timings.GetProperty("prompt_ms").GetDouble());
        return (added, Stopwatch.GetElapsedTime(first, last).TotalMilliseconds / timings.GetProperty("predicted_ms").GetDouble() - 1);
    }

    private StringContent Body(string model)
    {
        var prompt = string.Join(',', Enumerable.Range(0, 16).Select(at => FirstToken + (++_prompts * 131 + at) % 30_000));
        var json = $$"""
            {"model":"{{JsonEncodedText.Encode(model)}}","prompt":[{{prompt}}],"max_tokens":{{Tokens}},"stream":true,"ignore_eos":true,
             "temperature":0.8,"top_k":40,"top_p":0.9,"repeat_penalty":1,"cache_prompt":false}
            """;
        return new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
    }
}
