using System.Diagnostics;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary>Runs the scripts of <c>Clients/npm</c> with the packages that its lock file pins.</summary>
internal static class NodeScripts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static bool _isInstalled;

    private static string Folder => Path.Combine(Fixtures.Root, "artifacts", "clients", "npm");

    /// <summary>Runs a script against a served goat; what it said, a line for each check.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, ServedGoat goat)
    {
        Skip.If(Programs.Find("npm") is null || Programs.Find("node") is null, "Node.js and npm are not installed.");
        using var patience = new CancellationTokenSource(Patience);
        // The scripts are run one after the other: their tests share one served goat.
        if (!_isInstalled) await InstallAsync(patience.Token);
        var (code, output) = await RunAsync("node", [script], new()
        {
            ["BASE_URL"] = goat.Address.ToString(),
            ["MODEL"] = ServedGoat.Model,
            ["PULL_MODEL"] = ServedGoat.Model,
            ["API_KEY"] = ServedGoat.Key,
            ["WRONG_KEY_CHECK"] = "1",
        }, patience.Token);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Any(line => line.StartsWith("TOTAL ", StringComparison.Ordinal)), $"{script} ended with {code}: {output}");
        return lines;
    }

    private static async Task InstallAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Fixtures.Root, "tests", "Interop.Tests", "Clients", "npm")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        }
        // A registry of one's own is named in the repository's .npmrc, if there is one.
        var registry = Path.Combine(Fixtures.Root, ".npmrc");
        if (File.Exists(registry)) File.Copy(registry, Path.Combine(Folder, ".npmrc"), overwrite: true);
        var (code, output) = await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], [], ct);
        Assert.True(code == 0, $"npm ci: {output}");
        _isInstalled = true;
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, Dictionary<string, string> environment, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Programs.Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
