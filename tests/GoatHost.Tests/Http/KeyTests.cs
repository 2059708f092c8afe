using System.Net;
using GoatHost.Abstractions;
using GoatHost.Composition;
using GoatHost.Http;
using GoatHost.Http.Keys;
using GoatHost.TestKit;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http;

public sealed class KeyTests : IDisposable
{
    private readonly TempFolder _home = new();

    private KeyFile File => new(_home.Path);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_key_is_given_out_once_and_only_a_hash_of_it_is_kept()
    {
        var (name, key) = await File.AddAsync(null, DateTimeOffset.UnixEpoch, CancellationToken.None);
        await File.AddAsync("laptop", DateTimeOffset.UnixEpoch, CancellationToken.None);

        Assert.Equal("key-1", name);
        Assert.Matches("^goat-[0-9a-f]{64}$", key);
        Assert.Equal(["key-1", "laptop"], (await File.ReadAsync(CancellationToken.None)).Select(stored => stored.Name));
        var text = await System.IO.File.ReadAllTextAsync(_home["api-keys.json"]);
        Assert.DoesNotContain(key["goat-".Length..], text, StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(_home["api-keys.json"]));
    }

    [Fact]
    public async Task Every_stored_key_and_the_given_one_are_taken_and_a_removed_one_no_longer()
    {
        var (_, first) = await File.AddAsync("first", DateTimeOffset.UnixEpoch, CancellationToken.None);
        var (_, second) = await File.AddAsync("second", DateTimeOffset.UnixEpoch, CancellationToken.None);
        var options = await ServeOptions.ReadAsync(new IPEndPoint(IPAddress.Loopback, 0), "given", File, CancellationToken.None);
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession(), options);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(goat, "given"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(goat, first));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(goat, second));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(goat, first.ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(goat, ""));

        await File.RemoveAsync("first", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(goat, first));
        var (_, third) = await File.AddAsync("third", DateTimeOffset.UnixEpoch, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(goat, third));
    }

    [Fact]
    public async Task Removing_the_last_key_locks_a_server_and_does_not_open_it()
    {
        var (_, key) = await File.AddAsync("only", DateTimeOffset.UnixEpoch, CancellationToken.None);
        var options = await ServeOptions.ReadAsync(new IPEndPoint(IPAddress.Loopback, 0), null, File, CancellationToken.None);
        await using var goat = await ServedGoat.StartAsync(new ScriptedSession(), options);
        await File.RemoveAsync("only", CancellationToken.None);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(goat, key));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(goat, ""));
    }

    [Fact]
    public async Task What_cannot_be_is_told_in_a_sentence()
    {
        await File.AddAsync("one", DateTimeOffset.UnixEpoch, CancellationToken.None);
        await Assert.ThrowsAsync<GoatException>(() => File.AddAsync("one", DateTimeOffset.UnixEpoch, CancellationToken.None));
        await Assert.ThrowsAsync<GoatException>(() => File.RemoveAsync("other", CancellationToken.None));
        await Assert.ThrowsAsync<UsageException>(() => File.AddAsync("two words", DateTimeOffset.UnixEpoch, CancellationToken.None));
        await System.IO.File.WriteAllTextAsync(_home["api-keys.json"], "{");
        Assert.Contains("goat key add", (await Assert.ThrowsAsync<GoatException>(() => File.ReadAsync(CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> AskAsync(ServedGoat goat, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        if (key.Length > 0) request.Headers.Authorization = new("Bearer", key);
        using var response = await goat.Client.SendAsync(request);
        return response.StatusCode;
    }
}
