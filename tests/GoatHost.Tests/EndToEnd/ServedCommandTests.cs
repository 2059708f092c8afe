using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using GoatHost.TestKit;

namespace GoatHost.Tests.EndToEnd;

/// <summary>Commands that give their work to a server over the same data directory.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ServedCommandTests(DemoHome home)
{
    [Fact]
    public async Task A_command_speaks_with_the_model_that_a_server_holds()
    {
        await using var server = await RunningGoat.StartAsync(home.Path, "serve", "--port", "0", "--keep-alive", "1h");

        var alone = await Goat.RunAsync(home.Path, input: null, "run", "goat-tiny-kjv", "In the beginning", "-n", "12", "--seed", "1", "--local");
        Assert.Equal("[]\n", (await SayAsync("ps", "--json")).Out);
        var shared = await SayAsync("run", "goat-tiny-kjv", "In the beginning", "-n", "12", "--seed", "1", "--verbose");

        Assert.Equal(alone.Out, shared.Out);
        Assert.Contains("12 tokens at ", shared.Error);
        using var models = JsonDocument.Parse((await SayAsync("ps", "--json")).Out);
        var model = Assert.Single(models.RootElement.EnumerateArray());
        Assert.Equal(0, model.GetProperty("leases").GetInt32());
        Assert.InRange(model.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));

        // A smaller context is served by what is loaded: it is the same process still.
        await SayAsync("run", "goat-tiny-kjv", "x", "-n", "2", "--ctx", "64");
        using var still = JsonDocument.Parse((await SayAsync("ps", "--json")).Out);
        Assert.Equal(model.GetProperty("processId").GetInt32(), Assert.Single(still.RootElement.EnumerateArray()).GetProperty("processId").GetInt32());
    }

    [Fact]
    public async Task A_failure_in_the_server_is_of_the_same_kind_here()
    {
        await using var server = await RunningGoat.StartAsync(home.Path, "serve", "--port", "0");

        var refused = await Goat.RunAsync(home.Path, input: null, "pull", "43d0d182ec400829b492d72f1987302d9dde6e7abdaf88b65342dd09b303ef3fi0");
        Assert.Equal(3, refused.ExitCode);
        Assert.Single(refused.Error.TrimEnd().Split('\n'), line => line.StartsWith("goat: ", StringComparison.Ordinal));
        var unknown = await Goat.RunAsync(home.Path, input: null, "pull", "nobody-knows-this");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("goat: Nothing here knows 'nobody-knows-this'", unknown.Error);
        var tooLong = await Goat.RunAsync(home.Path, input: null, "run", "goat-tiny-kjv", string.Concat(Enumerable.Repeat("word ", 3000)));
        Assert.Equal(1, tooLong.ExitCode);
        Assert.Contains("the context holds 512", tooLong.Error);
    }

    [Fact]
    public async Task A_file_is_pulled_by_the_server_though_it_stands_elsewhere()
    {
        using var empty = new TempFolder();
        File.Copy(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf"), empty["near.gguf"]);
        await using var server = await RunningGoat.StartAsync(empty.Path, "serve", "--port", "0");

        var pulled = await Goat.RunAsync(empty.Path, input: null, "pull", "near.gguf");

        Assert.True(pulled.ExitCode == 0, pulled.Error);
        Assert.Contains("is here: 954.0 KiB, verified.", pulled.Out);
        Assert.Contains("publish: ", pulled.Error);
        var stop = await Goat.RunAsync(empty.Path, input: null, "pull", "near.gguf", "--stop");
        Assert.Contains("No goat serve is fetching ", stop.Error);
    }

    [Fact]
    public async Task With_a_server_of_another_build_a_command_works_by_itself_and_says_so()
    {
        await using var server = await RunningGoat.StartAsync(home.Path, "serve", "--port", "0");
        var note = NoteOf(server);
        await File.WriteAllTextAsync(note, (await File.ReadAllTextAsync(note)).Replace("\"build\":\"", "\"build\":\"0", StringComparison.Ordinal));

        var said = await SayAsync("run", "goat-tiny-kjv", "x", "-n", "2");

        Assert.StartsWith("goat: goat serve (process ", said.Error);
        Assert.Contains("is another version of goat, so this command works by itself", said.Error);
        Assert.Equal("[]\n", (await SayAsync("ps", "--json")).Out);
    }

    [SkippableFact]
    public async Task A_server_that_is_told_to_end_ends_well()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are POSIX");
        await using var server = await RunningGoat.StartAsync(home.Path, "serve", "--port", "0");
        var note = NoteOf(server);
        Assert.True(File.Exists(note));
        using var kill = Process.Start("kill", ["-TERM", server.Process.Id.ToString(CultureInfo.InvariantCulture)]);
        await server.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, server.Process.ExitCode);
        Assert.False(File.Exists(note));
    }

    [Fact]
    public async Task A_server_takes_the_keys_that_were_made_and_shows_metrics_for_them()
    {
        using var own = new TempFolder();
        var refused = await Goat.RunAsync(own.Path, input: null, "serve", "--listen", "0.0.0.0:0");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("goat key add", refused.Error);
        var key = (await Goat.RunAsync(own.Path, input: null, "key", "add", "test")).Out.Trim();
        await using var server = await RunningGoat.StartAsync(own.Path, "serve", "--port", "0");
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.Contains("llamacpp:requests_processing 0\n", await client.GetStringAsync("/metrics"));
        Assert.StartsWith("NAME\tCREATED\ntest\t", (await Goat.RunAsync(own.Path, input: null, "key", "list")).Out);
        Assert.Equal("test is removed.\n", (await Goat.RunAsync(own.Path, input: null, "key", "remove", "test")).Out);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics")).StatusCode);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.NotFound)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task An_unknown_model_is_fetched_only_where_that_is_wanted(bool wanted, HttpStatusCode expected)
    {
        using var own = new TempFolder();
        File.Copy(Path.Combine(home.Path, "plugins.json"), own["plugins.json"]);
        await using var server = await RunningGoat.StartAsync(own.Path, ["serve", "--port", "0", .. wanted ? new[] { "--auto-pull" } : []]);
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.Equal(expected, await ChatAsync(client, "ord:370e67deb9ba9b001aaab31a4def482c6d645c701cfea0b2c89e21d7532fe1eci0"));
        Assert.Equal(HttpStatusCode.NotFound, await ChatAsync(client, Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf")));
        Assert.Equal(HttpStatusCode.NotFound, await ChatAsync(client, "nobody-knows-this"));
    }

    private string NoteOf(RunningGoat server) =>
        Path.Combine(home.Path, "serving", string.Create(CultureInfo.InvariantCulture, $"{server.Process.Id}.json"));

    private static async Task<HttpStatusCode> ChatAsync(HttpClient client, string model)
    {
        var ask = $$"""{"model":"{{model}}","messages":[{"role":"user","content":"In the beginning"}],"max_tokens":2}""";
        using var answer = await client.PostAsync("/v1/chat/completions", new StringContent(ask, Encoding.UTF8, "application/json"));
        return answer.StatusCode;
    }

    private async Task<Said> SayAsync(params string[] arguments)
    {
        var said = await Goat.RunAsync(home.Path, input: null, arguments);
        Assert.True(said.ExitCode == 0, said.Error);
        return said;
    }
}
