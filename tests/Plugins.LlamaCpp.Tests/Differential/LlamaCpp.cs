using System.Diagnostics;
using System.Globalization;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>Asks llama.cpp about files, in processes of their own: one that dies is followed by another, which goes on after the file it died of.</summary>
internal static class LlamaCpp
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="kind">The name of who is asked: <see cref="NativeReader"/> or <see cref="NativeModel"/>.</param>
    /// <param name="files">What it is asked about.</param>
    public static async Task<IReadOnlyList<Verdict>> AskAsync(string kind, IReadOnlyList<byte[]> files)
    {
        using var folder = new TempFolder();
        var (corpus, verdicts) = (folder["corpus"], folder["verdicts"]);
        Corpus.Write(corpus, files);
        await File.WriteAllBytesAsync(verdicts, []);
        using var patience = new CancellationTokenSource(Patience);
        while (await File.ReadAllBytesAsync(verdicts) is var told && told.Length < files.Count)
        {
            await RunAsync(folder.Path, [kind, corpus, verdicts, told.Length.ToString(CultureInfo.InvariantCulture)], patience.Token);
            var after = new FileInfo(verdicts).Length;
            if (after < files.Count) await File.AppendAllBytesAsync(verdicts, [(byte)Verdict.Died]);
        }
        return [.. (await File.ReadAllBytesAsync(verdicts)).Select(told => (Verdict)told)];
    }

    private static async Task RunAsync(string folder, string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LlamaCpp).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // A process that is ended by an assertion would leave a core file or a dump.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["TMPDIR"] = folder;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var error = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            Assert.NotEqual(2, process.ExitCode);
            _ = (await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
