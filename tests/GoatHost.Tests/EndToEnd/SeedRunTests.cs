using GoatHost.TestKit;

namespace GoatHost.Tests.EndToEnd;

public sealed class SeedRunTests
{
    [Fact]
    public async Task Says_how_to_reach_it_and_ends_with_its_input()
    {
        using var home = new TempFolder();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var goat = Goat.Start(home.Path, "seed", Path.Combine(Fixtures.Offline, "goat-tiny-kjv.torrent"),
            "--folder", Path.Combine(Fixtures.Offline, "goat-tiny-kjv"), "--listen", "127.0.0.1:0", "--until-stdin-ends");
        try
        {
            var line = await goat.StandardOutput.ReadLineAsync(patience.Token);
            Assert.Matches("^reach: magnet:.*btih:dd5f967140549727a68e644ed4da7ffbaca1c919.*&x\\.pe=127\\.0\\.0\\.1:[0-9]+$", line);
            goat.StandardInput.Close();
            await goat.WaitForExitAsync(patience.Token);
            Assert.Equal(0, goat.ExitCode);
        }
        finally
        {
            if (!goat.HasExited) goat.Kill(entireProcessTree: true);
        }
    }
}
