using GoatHost.Abstractions;
using GoatHost.TestKit;

namespace GoatHost.Plugins.BitTorrent.Tests;

public sealed class ShowCommandTests
{
    [Fact]
    public async Task A_torrent_file_is_shown_with_its_hash_and_files()
    {
        await using var host = new TestHost();
        var lines = new Lines();
        Assert.Equal(0, await new ShowCommand(host.Links, host.Transport)
            .RunAsync([Path.Combine(Fixtures.Offline, "goat-tiny-kjv.torrent")], lines, CancellationToken.None));
        Assert.Contains("info-hash   dd5f967140549727a68e644ed4da7ffbaca1c919", lines.All);
        Assert.Contains(lines.All, l => l.EndsWith("1.51 MiB  goat-tiny-kjv-q8_0.gguf", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_usage_says_how()
    {
        await using var host = new TestHost();
        var lines = new Lines();
        Assert.Equal(2, await new ShowCommand(host.Links, host.Transport).RunAsync(["x"], lines, CancellationToken.None));
        Assert.StartsWith("Usage:", lines.All[0], StringComparison.Ordinal);
    }

    private sealed class Lines : ICommandOutput
    {
        public List<string> All { get; } = [];

        public void Text(string line) => All.Add(line);

        public void Bytes(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public void Progress(double part, string label) => All.Add(label);
    }
}
