using System.Net;
using GoatHost.Abstractions;
using GoatHost.Composition;
using GoatHost.Http.Guards;
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
    [InlineData("0.0.0.0", HttpStatusCode.OK)]
    [InlineData("host.docker.internal", HttpStatusCode.Forbidden)]
    [InlineData("printer.local", HttpStatusCode.Forbidden)]
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
    [InlineData("app://obsidian.md", HttpStatusCode.OK)]
    [InlineData("tauri://localhost", HttpStatusCode.OK)]
    [InlineData("file://", HttpStatusCode.OK)]
    [InlineData("vscode-webview://1abc", HttpStatusCode.OK)]
    [InlineData("chrome-extension://abc", HttpStatusCode.Forbidden)]
    [InlineData("https://app.evil.example", HttpStatusCode.Forbidden)]
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
    [InlineData("https://chat.example.org", "https://chat.example.org", true)]
    [InlineData("https://chat.example.org/", "HTTPS://Chat.Example.org", true)]
    [InlineData("https://chat.example.org", "http://chat.example.org", false)]
    [InlineData("https://*.example.org, http://10.0.0.5:*", "http://10.0.0.5:3000", true)]
    [InlineData("https://*.example.org", "https://example.org", false)]
    [InlineData("*", "chrome-extension://abc", true)]
    public void Takes_the_origins_that_a_person_names(string named, string origin, bool expected) =>
        Assert.Equal(expected, AllowedOrigins.Read([named]).Allows(origin));

    [Fact]
    public void Takes_the_hosts_that_a_person_names()
    {
        var hosts = AllowedHosts.Read(["host.docker.internal,goat.lan", ""]);
        Assert.True(hosts.Allows("Host.Docker.Internal"));
        Assert.True(hosts.Allows("goat.lan"));
        Assert.True(hosts.Allows(Environment.MachineName));
        Assert.False(hosts.Allows("docker.internal"));
    }

    [Theory]
    [InlineData("chat.example.org")]
    [InlineData("null")]
    public void Refuses_what_is_no_origin(string text) => Assert.Throws<UsageException>(() => AllowedOrigins.Read([text]));

    [Theory]
    [InlineData("http://goat.lan")]
    [InlineData("goat.lan:80")]
    public void Refuses_what_is_no_host_name(string text) => Assert.Throws<UsageException>(() => AllowedHosts.Read([text]));

    [Fact]
    public async Task Grants_a_page_that_may_to_delete_and_to_reach_a_private_network()
    {
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession());
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/delete");
        request.Headers.Add("Origin", "app://obsidian.md");
        request.Headers.Add("Access-Control-Request-Method", "DELETE");
        request.Headers.Add("Access-Control-Request-Private-Network", "true");
        var response = await goat.Client.SendAsync(request);
        Assert.Contains("DELETE", response.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("true", response.Headers.GetValues("Access-Control-Allow-Private-Network").Single());
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
        // A client that gives up waiting sends all the same, into a connection that is closed before it.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromSeconds(60) }) { BaseAddress = goat.Client.BaseAddress };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await patient.SendAsync(request)).StatusCode);
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
        var failed = await Assert.ThrowsAsync<GoatException>(() => HttpServer.StartAsync(options, new ScriptedModels(new ScriptedSession()), new ScriptedLibrary(), NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None));
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
