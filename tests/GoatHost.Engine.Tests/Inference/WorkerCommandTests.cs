using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Manifests;
using GoatHost.Engine.Tests.Plugins;

namespace GoatHost.Engine.Tests.Inference;

public sealed class WorkerCommandTests : IAsyncLifetime, IDisposable
{
    private readonly PluginBench _bench = new();
    private PluginHost _host = null!;

    public async Task InitializeAsync()
    {
        _bench.StageRogue();
        _bench.List("rogue");
        _host = _bench.Host();
        await _host.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bench.Dispose();

    private ICommand Shout => Assert.Single(_host.Commands["rogue"]);

    [Fact]
    public async Task A_command_runs_in_a_process_of_its_own_and_all_it_writes_comes_in_order()
    {
        var written = new Written();

        var code = await Shout.RunAsync(["é🐐", ""], written, CancellationToken.None);

        Assert.Equal(7, code);
        Assert.Equal(["é🐐", "", .. Enumerable.Range(0, 500).Select(line => $"{line}"), "00FF"], written.Lines);
        Assert.Equal("Shouts: goat rogue shout <words>", Shout.Summary);
    }

    [Fact]
    public async Task Its_failure_is_told_in_its_own_sentence() =>
        Assert.Equal("The voice broke.", (await Assert.ThrowsAsync<GoatException>(() => Shout.RunAsync(["fail"], new Written(), CancellationToken.None))).Message);

    [Fact]
    public async Task It_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var running = Shout.RunAsync(["forever"], new Written(), cancel.Token);
        cancel.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_command_of_which_plugin_json_says_nothing_is_refused()
    {
        var json = """
            { "id": "a", "version": "1.0", "assembly": "a.dll", "entry": "A", "contract": "1.0", "provides": ["command:shout"], "formats": ["gguf"], "isolation": "process" }
            """u8;
        Assert.Contains("'commands'", Assert.Throws<GoatException>(Parse(json.ToArray())).Message, StringComparison.Ordinal);
    }

    private static Action Parse(byte[] json) => () => PluginManifest.Parse("plugin.json", json);

    private sealed class Written : ICommandOutput
    {
        public List<string> Lines { get; } = [];

        public void Text(string line) => Lines.Add(line);

        public void Bytes(ReadOnlySpan<byte> bytes) => Lines.Add(Convert.ToHexString(bytes));

        public void Progress(double part, string label) => Assert.Equal((0.5, "shouting"), (part, label));
    }
}
