using System.Net;
using System.Net.Sockets;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http.Routes;

/// <summary>What no route takes, whichever it is: each refuses it with the right status and in its own API's words.</summary>
public sealed class RouteRefusalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly byte[][] NoBodies =
    [
        [], "{"u8.ToArray(), "[]"u8.ToArray(), "null"u8.ToArray(), "\"x\""u8.ToArray(), "{} {}"u8.ToArray(), [.. "{\"model\":\""u8, 0xC3, 0x28, .. "\"}"u8],
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))), "{\"model\":\"\\ud800\"}"u8.ToArray(),
    ];

    [Fact]
    public async Task A_body_that_is_no_JSON_object_is_refused()
    {
        await using var goat = await RouteExamples.ServeAsync();
        foreach (var example in RouteExamples.All.Where(TakesAnObject))
        {
            foreach (var body in NoBodies) await RefusedAsync(goat, example, example.Request(body), HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_field_that_nobody_knows_changes_nothing()
    {
        await using var goat = await RouteExamples.ServeAsync();
        foreach (var example in RouteExamples.All.Where(TakesAnObject))
        {
            using var response = await goat.Client.SendAsync(example.Request("{\"no_such_field\":{\"a\":[1]}," + example.Body![1..]));
            Assert.True((int)response.StatusCode == example.Status, $"{example}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task A_model_that_is_not_here_is_not_found()
    {
        await using var goat = await RouteExamples.ServeAsync();
        foreach (var example in RouteExamples.All.Where(example => TakesAnObject(example) && example.Path is not "/api/pull" && !example.Body!.Contains("\"from\"", StringComparison.Ordinal)))
        {
            var body = example.Body!.Replace("goat-tiny-kjv", "nobody-has-this", StringComparison.Ordinal);
            await RefusedAsync(goat, example, example.Request(body), HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_take_is_refused()
    {
        await using var goat = await RouteExamples.ServeAsync();
        foreach (var example in RouteExamples.All)
        {
            var request = new HttpRequestMessage(HttpMethod.Patch, example.Path);
            await RefusedAsync(goat, example, request, HttpStatusCode.MethodNotAllowed);
        }
    }

    [Fact]
    public async Task A_rebound_host_and_a_foreign_page_are_refused()
    {
        await using var goat = await RouteExamples.ServeAsync();
        foreach (var example in RouteExamples.All)
        {
            var rebound = example.Request(example.Body);
            rebound.Headers.Host = "evil.example";
            await RefusedAsync(goat, example, rebound, HttpStatusCode.Forbidden);
            var foreign = example.Request(example.Body);
            foreign.Headers.Add("Origin", "https://evil.example");
            await RefusedAsync(goat, example, foreign, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Without_the_key_only_the_health_is_told()
    {
        await using var goat = await RouteExamples.ServeAsync(key: "secret");
        foreach (var example in RouteExamples.All.Where(example => !example.Path.EndsWith("/health", StringComparison.Ordinal)))
        {
            await RefusedAsync(goat, example, example.Request(example.Body), HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_does_not_come_is_refused()
    {
        await using var goat = await RouteExamples.ServeAsync();
        var reading = RouteExamples.All.Where(example => example.Reads).DistinctBy(example => example.Route).ToList();
        var large = reading.Select(example => SendAsync(goat, example, length: 100 << 20, HttpStatusCode.RequestEntityTooLarge));
        var slow = reading.Select(example => SendAsync(goat, example, length: 100, HttpStatusCode.RequestTimeout));
        await Task.WhenAll(large.Concat(slow));
        Assert.Equal(HttpStatusCode.OK, (await goat.Client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task A_stream_whose_client_goes_away_stops_the_generation()
    {
        foreach (var example in RouteExamples.All.Where(Streams))
        {
            var session = new ScriptedSession { Limits = RouteExamples.Limits, Answer = [new Delta { Text = "a" }], Endless = true };
            await using var goat = await RouteExamples.ServeAsync(session: session);
            using (var response = await goat.Client.SendAsync(example.Request(example.Body), HttpCompletionOption.ResponseHeadersRead))
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                await using var body = await response.Content.ReadAsStreamAsync();
                Assert.Equal(1, await body.ReadAsync(new byte[1]));
            }
            await session.Stopped.WaitAsync(Patience);
        }
    }

    private static bool TakesAnObject(RouteExample example) => example.Reads && example.Body![0] == '{';

    /// <summary>Whether the example is answered by a model, bit by bit: those of Ollama's are unless they say otherwise.</summary>
    private static bool Streams(RouteExample example) => example is { Reads: true, Path: not "/v1/messages/count_tokens" }
        && (example.Body!.Contains("\"stream\":true", StringComparison.Ordinal)
            || (example.Path is "/api/generate" or "/api/chat" && example.Body.Contains("\"format\":\"json\"", StringComparison.Ordinal)));

    private static async Task RefusedAsync(ServedGoat goat, RouteExample example, HttpRequestMessage request, HttpStatusCode expected)
    {
        using (request)
        {
            using var response = await goat.Client.SendAsync(request);
            var said = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == expected, $"{example}: {response.StatusCode} {said}");
            if (request.Method != HttpMethod.Head) Assert.NotEmpty(ErrorWords.Of(example.Path, expected, said));
        }
    }

    /// <summary>Says that a body comes, and sends but its first byte.</summary>
    private static async Task SendAsync(ServedGoat goat, RouteExample example, int length, HttpStatusCode expected)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, goat.Address.Port);
        var head = $"{example.Method} {example.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{{";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(client.GetStream());
        using var patience = new CancellationTokenSource(Patience);
        var answer = await reader.ReadToEndAsync(patience.Token);
        Assert.True(answer.StartsWith($"HTTP/1.1 {(int)expected} ", StringComparison.Ordinal), $"{example}: {answer}");
        Assert.NotEmpty(ErrorWords.Of(example.Path, expected, answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
    }
}
