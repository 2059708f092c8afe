using GoatHost.Abstractions;
using GoatHost.TestKit;

namespace GoatHost.PluginContract.Tests.Samples;

public sealed class HttpTransportTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 300_000).Select(at => (byte)(at * 7 >> 3))];

    [Fact]
    public async Task Lists_a_file_with_its_size_even_where_HEAD_is_not_served()
    {
        await using var server = await WebServer.StartAsync((context, _) =>
        {
            if (context.Request.Method != "HEAD") return WebServer.Serve(context, Bytes);
            context.Response.StatusCode = 405;
            return Task.CompletedTask;
        });
        await using var plugin = await StagedPlugin.LoadAsync("httptransport");

        var files = await plugin.Transports[0].ListAsync(new Locator(server.Url + "a/m%20x.gguf"), CancellationToken.None);

        Assert.Equal(new RemoteFile("m x.gguf", Bytes.Length), Assert.Single(files));
    }

    [Fact]
    public async Task Fetches_the_urgent_range_first_and_then_only_what_is_missing()
    {
        await using var server = await WebServer.StartAsync((context, _) => WebServer.Serve(context, Bytes));
        var file = new MemoryFile("d/m#1.gguf", Bytes.Length) { Urgent = new ByteRange(1000, 10) };
        file.Have(100_000, Bytes.AsSpan(100_000, 50_000));

        await FetchAsync(server.Url, file);

        Assert.Equal(Bytes, file.Bytes);
        Assert.Equal(
            ["GET /d/m#1.gguf bytes=1000-1009", "GET /d/m#1.gguf bytes=0-999", "GET /d/m#1.gguf bytes=1010-99999", "GET /d/m#1.gguf bytes=150000-299999"],
            server.Requests);
    }

    [Fact]
    public async Task Takes_the_whole_file_from_a_server_that_knows_no_ranges()
    {
        await using var server = await WebServer.StartAsync(async (context, _) => await context.Response.Body.WriteAsync(Bytes));
        var file = new MemoryFile("m.gguf", Bytes.Length);
        file.Have(0, Bytes.AsSpan(0, 10));

        await FetchAsync(server.Url, file);

        Assert.Equal(Bytes, file.Bytes);
    }

    [Fact]
    public async Task Goes_on_where_a_connection_broke_off()
    {
        await using var server = await WebServer.StartAsync(async (context, number) =>
        {
            if (number > 0)
            {
                await WebServer.Serve(context, Bytes);
                return;
            }
            context.Response.StatusCode = 206;
            context.Response.ContentLength = Bytes.Length;
            context.Response.Headers.ContentRange = $"bytes 0-{Bytes.Length - 1}/{Bytes.Length}";
            await context.Response.Body.WriteAsync(Bytes.AsMemory(0, 70_000));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var file = new MemoryFile("m.gguf", Bytes.Length);

        await FetchAsync(server.Url, file);

        Assert.Equal(Bytes, file.Bytes);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Begins_anew_when_the_file_changes_under_way()
    {
        var old = Bytes.Select(b => (byte)~b).ToArray();
        await using var server = await WebServer.StartAsync((context, number) => number == 0 ? WebServer.Serve(context, old, "v1") : WebServer.Serve(context, Bytes, "v2"));
        var file = new MemoryFile("m.gguf", Bytes.Length) { Urgent = new ByteRange(0, 1000) };

        await FetchAsync(server.Url, file);

        Assert.Equal(Bytes, file.Bytes);
    }

    [Fact]
    public async Task Waits_as_asked_by_a_busy_server_and_comes_back()
    {
        await using var server = await WebServer.StartAsync((context, number) =>
        {
            if (number > 0) return WebServer.Serve(context, Bytes);
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        });
        var file = new MemoryFile("m.gguf", Bytes.Length);

        await FetchAsync(server.Url, file);

        Assert.Equal(Bytes, file.Bytes);
    }

    [Fact]
    public async Task Goes_to_a_mirror_when_the_first_place_has_no_such_file()
    {
        await using var empty = await WebServer.StartAsync((context, _) => NotFound(context));
        await using var mirror = await WebServer.StartAsync((context, _) => WebServer.Serve(context, Bytes));
        var file = new MemoryFile("m.gguf", Bytes.Length);

        await FetchAsync(empty.Url + "x/", file, ("mirrors:0:for", empty.Url), ("mirrors:0:use:0", mirror.Url));

        Assert.Equal(Bytes, file.Bytes);
        Assert.StartsWith("GET /x/m.gguf", Assert.Single(mirror.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "there is no such file (404)")]
    [InlineData(403, "it is not open to everyone")]
    [InlineData(416, "shorter than the one wanted (416)")]
    [InlineData(500, "it failed by itself (500)")]
    public async Task Says_what_was_tried_when_it_cannot_be_had(int status, string says)
    {
        await using var server = await WebServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var e = await Assert.ThrowsAsync<GoatException>(() => FetchAsync(server.Url, new MemoryFile("m.gguf", 5)));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("m.gguf cannot be fetched from the web (127.0.0.1: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_file_of_another_size()
    {
        await using var server = await WebServer.StartAsync((context, _) => WebServer.Serve(context, Bytes));

        var e = await Assert.ThrowsAsync<GoatException>(() => FetchAsync(server.Url, new MemoryFile("m.gguf", 5)));

        Assert.Contains("its file has 300000 bytes, not 5", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_at_once_and_keeps_what_is_there()
    {
        await using var server = await WebServer.StartAsync(async (context, _) =>
        {
            context.Response.ContentLength = Bytes.Length;
            await context.Response.Body.WriteAsync(Bytes.AsMemory(0, 50_000));
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var cancel = new CancellationTokenSource();
        var file = new MemoryFile("m.gguf", Bytes.Length) { Written = cancel.Cancel };
        await using var plugin = await StagedPlugin.LoadAsync("httptransport");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => plugin.Transports[0].FetchAsync(new Locator(server.Url), [file], null, cancel.Token));

        Assert.Equal(Bytes.Length - file.Writes.Sum(write => write.Length), file.Missing.Sum(range => range.Length));
    }

    [Fact]
    public async Task A_place_that_trickles_is_left_for_its_mirror_and_alone_it_is_given_up_with_a_sentence()
    {
        await using var slow = new TricklingServer($"HTTP/1.1 200 OK\r\nContent-Length: {Bytes.Length}\r\n\r\n".Select(c => (byte)c).ToArray(), TimeProvider.System);
        await using var mirror = await WebServer.StartAsync((context, _) => WebServer.Serve(context, Bytes));
        var file = new MemoryFile("m.gguf", Bytes.Length);
        await FetchAsync(slow.Url + "x/", file, ("mirrors:0:for", slow.Url), ("mirrors:0:use:0", mirror.Url), ("patienceSeconds", "1"));
        Assert.Empty(file.Missing);

        var e = await Assert.ThrowsAsync<GoatException>(() => FetchAsync(slow.Url, new MemoryFile("m.gguf", Bytes.Length), ("patienceSeconds", "1")));

        Assert.Equal("m.gguf cannot be fetched from the web (127.0.0.1: it sent less than 16384 bytes within 1 s); what is there stays, try again later.", e.Message);
    }

    [Fact]
    public async Task A_place_that_takes_the_request_and_says_nothing_is_given_up()
    {
        await using var mute = new TricklingServer([], TimeProvider.System);
        var e = await Assert.ThrowsAsync<GoatException>(() => FetchAsync(mute.Url, new MemoryFile("m.gguf", Bytes.Length), ("patienceSeconds", "1")));
        Assert.Contains("it did not answer within 1 s", e.Message, StringComparison.Ordinal);
    }

    private static Task NotFound(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static async Task FetchAsync(string folder, MemoryFile file, params (string, string?)[] settings)
    {
        await using var plugin = await StagedPlugin.LoadAsync("httptransport", [("pauseSeconds", "0"), ("retries", "2"), .. settings]);
        await plugin.Transports[0].FetchAsync(new Locator(folder), [file], null, CancellationToken.None);
    }
}
