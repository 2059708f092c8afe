using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GoatHost.Abstractions;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>A worker's process: started without a shell, its standard input held open for as long as the host lives.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>Parts of names of environment variables that are secrets more often than not.</summary>
    private static readonly string[] Secrets = ["KEY", "TOKEN", "SECRET", "PASSW", "CREDENTIAL", "COOKIE"];

    private readonly Process _process;
    private readonly WorkerOutput _output;
    private readonly Task _pumps;
    private readonly long _killsBefore = MemoryPressure.Kills();

    private WorkerProcess(Process process, WorkerOutput output)
    {
        (_process, _output) = (process, output);
        Id = process.Id;
        _pumps = Task.WhenAll(output.PumpAsync(process.StandardError), output.PumpAsync(process.StandardOutput));
    }

    public int Id { get; }

    /// <summary>Bytes of memory it holds now; 0 once it has ended.</summary>
    public long Memory
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.HasExited ? 0 : _process.WorkingSet64;
            }
            catch (InvalidOperationException)
            {
                return 0; // ended between the two lines above
            }
        }
    }

    /// <exception cref="GoatException">The program cannot be started.</exception>
    public static WorkerProcess Start(IReadOnlyList<string> command, string plugin, ILogger log)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1).Append("worker")) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(IsSecret).ToList()) start.Environment.Remove(name);
        // ggml would run a debugger over the dying process for its backtrace.
        start.Environment["GGML_NO_BACKTRACE"] = "1";
        try
        {
            var worker = new WorkerProcess(Process.Start(start)!, new WorkerOutput(plugin, log));
            MemoryPressure.OfferFirst(worker.Id, log);
            return worker;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new GoatException($"The worker for {plugin} cannot be started with {command[0]}: {e.Message}", e);
        }
    }

    /// <summary>Tells the worker something on its standard input, which stays open.</summary>
    public async Task TellAsync(string line, CancellationToken ct)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), ct);
        await _process.StandardInput.FlushAsync(ct);
    }

    /// <summary>Ends it at once, with all it started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself a moment before.
        }
    }

    public Task WaitForExitAsync(CancellationToken ct) => _process.WaitForExitAsync(ct);

    /// <summary>How it ended, for a sentence, and the last it said. Ends the process if it has not yet.</summary>
    public async Task<(string How, string? LastWords)> ObituaryAsync(TimeProvider time)
    {
        await EndAsync(TimeSpan.FromSeconds(1), time);
        var how = _process.ExitCode switch
        {
            137 when MemoryPressure.Kills() > _killsBefore => "was killed (signal 9), when the system ran out of memory,",
            137 => "was killed (signal 9)",
            134 => "aborted (signal 6)",
            139 => "crashed (signal 11)",
            > 128 and < 160 and var code => string.Create(CultureInfo.InvariantCulture, $"was ended by signal {code - 128}"),
            var code => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}"),
        };
        return (how, _output.LastWords);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(TimeSpan.Zero, TimeProvider.System);
        _process.Dispose();
    }

    /// <summary>Waits for the end, and brings it about when the grace is over.</summary>
    public async Task EndAsync(TimeSpan grace, TimeProvider time)
    {
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(grace, time);
        }
        catch (TimeoutException)
        {
            Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        // A grandchild may hold the pipes open for ever, so its last words are waited for only a moment.
        await Task.WhenAny(_pumps, Task.Delay(TimeSpan.FromMilliseconds(500), time));
    }

    private static bool IsSecret(string name) => Array.Exists(Secrets, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
