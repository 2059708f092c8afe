using System.Diagnostics;

namespace GoatHost.Interop.Tests;

/// <summary>A libtorrent peer in the lab.</summary>
internal sealed class LibtorrentNode : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    private LibtorrentNode(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public static async Task SkipWithoutAsync()
    {
        Skip.If(!File.Exists(Python)
            || (await Programs.RunAsync(Python, "-c", "import libtorrent")).Code != 0, "python3-libtorrent is missing");
    }

    public static async Task<LibtorrentNode> SeedAsync(NetworkLab lab, string torrent, string folder) =>
        await StartAsync(lab, "seed", ["--torrent", torrent, "--save", folder, "--notracker"]);

    public static async Task<LibtorrentNode> LeechAsync(NetworkLab lab, string magnet, string folder) =>
        await StartAsync(lab, "leech", ["--magnet", magnet, "--save", folder, "--timeout", "50"]);

    /// <summary>Waits for a line that begins so; fails with what was said when the node ends or gives up first.</summary>
    public async Task WaitForAsync(string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = "";
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal)) return;
            said += line + "\n";
            Assert.False(line.StartsWith("FAIL", StringComparison.Ordinal), said);
        }
        Assert.Fail($"libtorrent ended before {word}: {said}{await _process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    public async ValueTask DisposeAsync() => await Programs.StopAsync(_process);

    private static async Task<LibtorrentNode> StartAsync(NetworkLab lab, string mode, string[] arguments)
    {
        var address = $"{await lab.AddAsync()}:6881";
        var script = Path.Combine(AppContext.BaseDirectory, "Clients", "lt_node.py");
        var node = new LibtorrentNode(lab.Start(Python, [script, mode, "--listen", address, .. arguments]), address);
        await node.WaitForAsync("READY");
        return node;
    }
}
