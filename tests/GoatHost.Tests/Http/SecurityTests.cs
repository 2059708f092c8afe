using System.Net;
using GoatHost.Abstractions;
using GoatHost.Composition;
using GoatHost.Http;
using GoatHost.Http.Keys;
using GoatHost.TestKit;
using GoatHost.Tests.Scripted;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Tests.Http;

public sealed class SecurityTests
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("goat.localhost:99", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:4628", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("192.168.0.1", HttpStatusCode.Forbidden)]
    public async Task Refuses_a_rebound_host(string host, HttpStatusCode expected)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Host = host;
        Assert.Equal(expected, (await goat.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("http://localhost:3000", HttpStatusCode.OK)]
    [InlineData("https://127.0.0.1", HttpStatusCode.OK)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task Refuses_foreign_web_pages(string origin, HttpStatusCode expected)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("Origin", origin);
        var response = await goat.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Grants_a_local_page_its_preflight()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession(), key: "k");
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        request.Headers.Add("Origin", "http://localhost:3000");
        request.Headers.Add("Access-Control-Request-Headers", "x-stainless-os, authorization");
        var response = await goat.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("x-stainless-os, authorization", response.Headers.GetValues("Access-Control-Allow-Headers").Single());
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer secret", HttpStatusCode.OK)]
    [InlineData("X-Api-Key", "secret", HttpStatusCode.OK)]
    public async Task Asks_for_the_key(string? header, string? value, HttpStatusCode expected)
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession(), key: "secret");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        if (header is not null) request.Headers.Add(header, value);
        var response = await goat.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Unauthorized) Assert.Equal("authentication_error", (await ServedGoat.JsonAsync(response)).GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Tells_its_health_without_a_key()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession(), key: "secret");
        Assert.Equal(HttpStatusCode.OK, (await goat.Client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Refuses_a_body_that_is_too_large()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(new byte[17 << 20]) };
        request.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await goat.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("0.0.0.0:4628")]
    [InlineData("[::]:4628")]
    [InlineData("192.168.1.2:4628")]
    public async Task Listens_beyond_loopback_only_with_a_key(string listen)
    {
        using var home = new TempFolder();
        var stored = new KeyFile(home.Path);
        await Assert.ThrowsAsync<UsageException>(() => ServeOptions.ReadAsync(ListenAddress.Read(listen), null, stored, CancellationToken.None));
        await Assert.ThrowsAsync<UsageException>(() => ServeOptions.ReadAsync(ListenAddress.Read(listen), " ", stored, CancellationToken.None));
        Assert.NotNull((await ServeOptions.ReadAsync(ListenAddress.Read(listen), "key", stored, CancellationToken.None)).Keys);
        await stored.AddAsync(null, DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.NotNull((await ServeOptions.ReadAsync(ListenAddress.Read(listen), null, stored, CancellationToken.None)).Keys);
    }

    [Theory]
    [InlineData(null, "127.0.0.1:4628")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    public void Reads_an_address(string? text, string expected) => Assert.Equal(expected, ListenAddress.Read(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:80")]
    [InlineData("example.org:80")]
    public void Refuses_what_is_no_address(string text) => Assert.Throws<UsageException>(() => ListenAddress.Read(text));

    [Fact]
    public async Task Says_that_a_port_is_taken()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        var options = new ServeOptions(new IPEndPoint(IPAddress.Loopback, goat.Address.Port), null);
        var failed = await Assert.ThrowsAsync<GoatException>(() => HttpServer.StartAsync(options, new ScriptedModels(new ScriptedSession()), NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None));
        Assert.Contains("already in use", failed.Message);
    }

    [Fact]
    public async Task Ends_cleanly_when_it_is_stopped()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        using var stop = new CancellationTokenSource();
        var running = goat.Server.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<HttpRequestException>(() => goat.Client.GetAsync("/health"));
    }
}
