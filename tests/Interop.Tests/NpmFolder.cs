using System.Diagnostics;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests;

/// <summary>Packages of npm's that a lock file pins, installed below <c>artifacts</c>.</summary>
internal sealed class NpmFolder(string folder)
{
    /// <summary>Installs what a folder of this project names; no script of a package runs.</summary>
    public static async Task<NpmFolder> InstallAsync(string source, string name, CancellationToken ct)
    {
        Skip.If(Programs.Find("npm") is null || Programs.Find("node") is null, "Node.js and npm are not installed.");
        var path = Path.Combine(Fixtures.Root, "artifacts", name, "npm");
        var packages = new NpmFolder(path);
        Directory.CreateDirectory(path);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Fixtures.Root, "tests", "Interop.Tests", source, "npm")))
        {
            File.Copy(file, Path.Combine(path, Path.GetFileName(file)), overwrite: true);
        }
        // A registry of one's own is named in the repository's .npmrc, if there is one.
        var registry = Path.Combine(Fixtures.Root, ".npmrc");
        if (File.Exists(registry)) File.Copy(registry, Path.Combine(path, ".npmrc"), overwrite: true);
        var (code, output) = await packages.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], [], ct);
        Assert.True(code == 0, $"npm ci: {output}");
        return packages;
    }

    public Process Start(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Programs.Find(program)!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs to the end; the exit code and all that was said.</summary>
    public async Task<(int Code, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, Dictionary<string, string> environment, CancellationToken ct)
    {
        using var process = Start(program, arguments, environment);
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
