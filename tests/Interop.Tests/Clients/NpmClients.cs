using System.Diagnostics;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary>The client scripts of <c>npm/</c>, in a folder of their own with the packages that they drive.</summary>
internal sealed class NpmClients : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private readonly TempFolder _folder = new();

    /// <summary>Fetches the pinned packages; a test that cannot have them is skipped and says why.</summary>
    public static async Task<NpmClients> PrepareAsync()
    {
        Skip.If(Programs.Find("node") is null || Programs.Find("npm") is null, "Node.js and npm are not installed.");
        var clients = new NpmClients();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Fixtures.Root, "tests", "Interop.Tests", "Clients", "npm")))
            File.Copy(file, clients._folder[Path.GetFileName(file)]);
        var (code, output) = await Programs.RunAsync(Programs.Find("npm")!, "ci", "--prefix", clients._folder.Path, "--no-audit", "--no-fund");
        if (code != 0) clients.Dispose();
        Skip.If(code != 0, $"npm could not fetch the clients: {output}");
        return clients;
    }

    /// <summary>Runs a script against a server; what it said, a line a check.</summary>
    public async Task<(int Code, string Output)> RunAsync(string script, GoatServe goat)
    {
        var start = new ProcessStartInfo(Programs.Find("node")!, [script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["BASE_URL"] = goat.Address.GetLeftPart(UriPartial.Authority);
        start.Environment["MODEL"] = GoatServe.Model;
        start.Environment["PULL_MODEL"] = GoatServe.Model;
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => _folder.Dispose();
}
