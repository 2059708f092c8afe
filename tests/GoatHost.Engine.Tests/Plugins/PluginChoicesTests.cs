using System.Diagnostics;
using System.Text.Json.Nodes;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Pins;

namespace GoatHost.Engine.Tests.Plugins;

public sealed class PluginChoicesTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_pinned_plugin_whose_files_changed_is_not_loaded_until_it_is_pinned_anew()
    {
        var folder = _bench.Stage("moody", "MoodyPlugin");
        _bench.List("moody");
        await _bench.Choices().PinAsync("moody", CancellationToken.None);
        Assert.Equal(PluginState.Ready, (await StatusAsync()).State);

        await File.WriteAllTextAsync(Path.Combine(folder, "extra.txt"), "");
        var changed = await StatusAsync();

        Assert.Equal(PluginState.Faulted, changed.State);
        Assert.StartsWith($"The files of the moody plugin in {folder} are not those that were pinned (", changed.Problem, StringComparison.Ordinal);
        Assert.EndsWith("goat plugin pin moody takes them as they are now, if you trust them.", changed.Problem, StringComparison.Ordinal);
        await _bench.Choices().PinAsync("moody", CancellationToken.None);
        Assert.Equal(PluginState.Ready, (await StatusAsync()).State);
        await File.WriteAllTextAsync(Path.Combine(folder, "extra.txt"), "more");
        await _bench.Choices().UnpinAsync("moody", CancellationToken.None);
        Assert.Equal(PluginState.Ready, (await StatusAsync()).State);
    }

    [Fact]
    public async Task A_pin_knows_every_byte_and_every_name_and_refuses_links()
    {
        var folder = _bench.Stage("moody", "MoodyPlugin");
        Directory.CreateDirectory(Path.Combine(folder, "b"));
        await File.WriteAllTextAsync(Path.Combine(folder, "b", "é"), "1");
        var first = await PluginPin.ComputeAsync(folder, CancellationToken.None);
        Assert.Equal(first, await PluginPin.ComputeAsync(folder, CancellationToken.None));

        File.Move(Path.Combine(folder, "b", "é"), Path.Combine(folder, "b", "e"));
        var renamed = await PluginPin.ComputeAsync(folder, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folder, "b", "e"), "2");
        var changed = await PluginPin.ComputeAsync(folder, CancellationToken.None);

        Assert.Equal(3, new HashSet<string> { first, renamed, changed }.Count);
        File.CreateSymbolicLink(Path.Combine(folder, "link"), "/etc/passwd");
        Assert.Contains("is a link", (await Assert.ThrowsAsync<GoatException>(() => PluginPin.ComputeAsync(folder, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_pin_is_what_sha256sum_says()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "coreutils");
        var folder = _bench.Stage("moody", "MoodyPlugin");
        Directory.CreateDirectory(Path.Combine(folder, "Z"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Z", "a"), "1");
        var start = new ProcessStartInfo("sh", ["-c", "export LC_ALL=C; find * -type f | sort | xargs sha256sum | sha256sum"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var shell = Process.Start(start)!;

        Assert.Equal(await PluginPin.ComputeAsync(folder, CancellationToken.None), (await shell.StandardOutput.ReadToEndAsync()).Split(' ')[0]);
    }

    [Fact]
    public async Task A_choice_changes_one_key_and_keeps_all_else()
    {
        _bench.List("one", "two");
        var path = Path.Combine(_bench.Data, "plugins.json");
        await File.WriteAllTextAsync(path, """
            { "$schema": "s", "mine": [1], "plugins": [ { "id": "one", "folder": "f", "settings": { "a": { "b": [true, null, 1.5] } }, "later": 7 } ] }
            """);

        await _bench.Choices().DisableAsync("one", CancellationToken.None);
        await _bench.Choices().DisableAsync("two", CancellationToken.None);
        await _bench.Choices().EnableAsync("two", CancellationToken.None);

        var expected = JsonNode.Parse("""
            { "$schema": "s", "mine": [1], "plugins": [ { "id": "one", "folder": "f", "settings": { "a": { "b": [true, null, 1.5] } }, "later": 7, "enabled": false }, { "id": "two", "enabled": true } ] }
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(await File.ReadAllTextAsync(path))));
        Assert.Equal(["plugins.json"], Directory.GetFiles(_bench.Data).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{ "plugins": {} }""")]
    [InlineData("""{ "plugins": [ { "id": "one", "sha256": "abc" } ] }""")]
    public async Task A_list_that_is_none_is_told_and_left_as_it_is(string json)
    {
        _bench.List("one");
        var path = Path.Combine(_bench.Data, "plugins.json");
        await File.WriteAllTextAsync(path, json);

        var e = await Assert.ThrowsAsync<GoatException>(() => _bench.Choices().DisableAsync("one", CancellationToken.None));

        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Equal(json, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_plugin_that_is_not_listed_is_told() =>
        Assert.Contains("There is no plugin none in the list", (await Assert.ThrowsAsync<GoatException>(() => _bench.Choices().DisableAsync("none", CancellationToken.None))).Message, StringComparison.Ordinal);

    private async Task<PluginStatus> StatusAsync()
    {
        await using var host = _bench.Host();
        await host.StartAsync(CancellationToken.None);
        return host.Plugins.Single();
    }
}
