using GoatHost.Control;

namespace GoatHost.Cli;

/// <summary>The server that a command gives its work to, when one runs over the same data directory.</summary>
internal static class Servers
{
    public static async Task<RunningServers> FindAsync(CliContext cli, bool alone, CancellationToken ct)
    {
        if (alone) return new RunningServers([]);
        var servers = await RunningServers.FindAsync(cli.Layout.DataDirectory, ct);
        if (servers.Helper is null && servers.All.Count > 0)
        {
            cli.Terminal.Error.WriteLine(
                $"goat: goat serve (process {servers.All[0].ProcessId}) is another version of goat, so this command works by itself; "
                + "restart it to share models.");
        }
        return servers;
    }
}
