using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Installing;

/// <summary>Takes one library out of an npm package. What npm or a person brings is worth nothing until both hashes agree.</summary>
internal static class NpmArchive
{
    /// <summary>Has npm download a package's archive, from whatever registry it is set to.</summary>
    /// <param name="package">The package.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="ct">Ends npm.</param>
    /// <returns>The archive.</returns>
    public static async Task<string> DownloadAsync(GpuPackage package, string folder, CancellationToken ct)
    {
        var (program, first) = Npm();
        var start = new ProcessStartInfo(program, [.. first, "pack", package.Spec, "--ignore-scripts", "--silent", "--pack-destination", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        using var npm = Start(start);
        npm.StandardInput.Close();
        try
        {
            var (said, complained) = (npm.StandardOutput.ReadToEndAsync(ct), npm.StandardError.ReadToEndAsync(ct));
            await npm.WaitForExitAsync(ct);
            if (npm.ExitCode != 0)
            {
                throw new GoatException(
                    $"npm could not fetch {package.Spec} (exit code {npm.ExitCode}): {LastLine(await complained, await said)}. See to the network, or fetch the package elsewhere and give it with --from.");
            }
        }
        catch
        {
            if (!npm.HasExited) npm.Kill(entireProcessTree: true);
            throw;
        }
        return Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault() ?? throw new GoatException($"npm fetched {package.Spec} and left no archive of it.");
    }

    /// <summary>Checks an archive and writes its library.</summary>
    /// <exception cref="RefusedException">The archive or the library is not the one that was pinned.</exception>
    public static async Task ExtractAsync(GpuPackage package, string archive, string target, CancellationToken ct)
    {
        await using var file = File.OpenRead(archive);
        if (Convert.ToBase64String(await SHA512.HashDataAsync(file, ct)) != package.Integrity)
        {
            throw new RefusedException($"{Path.GetFileName(archive)} is not {package.Spec} as this plugin knows it: its SHA-512 differs. Nothing of it was used.");
        }
        file.Position = 0;
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(unzipped);
        while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            if (entry.Name != package.Member || entry.DataStream is null || entry.Length != package.Size) continue;
            await using (var library = File.Create(target)) await entry.DataStream.CopyToAsync(library, ct);
            if (IsPinned(package, target)) return;
            break;
        }
        throw new RefusedException($"{package.Spec} does not hold the library that this plugin knows ({package.Member}). Nothing of it was used.");
    }

    /// <summary>Whether a file is a package's library, byte for byte.</summary>
    public static bool IsPinned(GpuPackage package, string path)
    {
        using var file = File.OpenRead(path);
        return file.Length == package.Size && Convert.ToHexStringLower(SHA256.HashData(file)) == package.Sha256;
    }

    // On Windows npm is a batch file, which only a shell could run: what it runs is run here.
    private static (string Program, string[] First) Npm()
    {
        if (!OperatingSystem.IsWindows()) return ("npm", []);
        var script = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "node_modules", "npm", "bin", "npm-cli.js"))
            .FirstOrDefault(File.Exists);
        return script is null ? throw NoNpm(null) : ("node", [script]);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw NoNpm(null);
        }
        catch (Win32Exception e)
        {
            throw NoNpm(e);
        }
    }

    private static GoatException NoNpm(Exception? why) =>
        new("npm was not found, and is needed to fetch llama.cpp's GPU libraries: install Node.js 20 or later, or give a package that you have with --from.", why);

    private static string LastLine(params string[] outputs) =>
        outputs.SelectMany(output => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).LastOrDefault()?.TrimEnd('.') ?? "it gave no reason";
}
