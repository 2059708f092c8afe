using System.Diagnostics;
using System.Text;

namespace GoatHost.TestKit;

/// <summary>What a run of goat said, and its exit code.</summary>
public sealed record Said(int ExitCode, byte[] Bytes, string Error)
{
    public string Out => Encoding.UTF8.GetString(Bytes);
}

/// <summary>The built goat as a process, with a data directory of its own.</summary>
public static class Goat
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static async Task<Said> RunAsync(string home, string? input, params string[] arguments)
    {
        using var process = Start(home, arguments);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var output = ReadAsync(process.StandardOutput.BaseStream, patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return new Said(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts goat by the dll that this configuration built, so that no test depends on an apphost.</summary>
    public static Process Start(string home, params string[] arguments) => Start(home, static _ => { }, arguments);

    public static Process Start(string home, Action<IDictionary<string, string?>> configure, params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var dll = Path.Combine(Fixtures.Root, "artifacts", "bin", "GoatHost", configuration, "goat.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = home,
        };
        start.Environment["GOAT_HOME"] = home;
        start.Environment.Remove("GOAT_API_KEY");
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        configure(start.Environment);
        return Process.Start(start)!;
    }

    /// <summary>Reads what <c>goat serve</c> says up to where it listens.</summary>
    /// <returns>The address; null when it ended before.</returns>
    public static async Task<Uri?> AddressAsync(Process serving)
    {
        const string Prefix = "Listening on ";
        using var patience = new CancellationTokenSource(Patience);
        while (await serving.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal)) return new Uri(line[Prefix.Length..line.IndexOf(';', StringComparison.Ordinal)]);
        }
        return null;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken ct)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, ct);
        return all.ToArray();
    }
}
