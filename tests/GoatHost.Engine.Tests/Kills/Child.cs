using System.Diagnostics;
using System.Globalization;
using GoatHost.Engine.Tests.Plugins;

namespace GoatHost.Engine.Tests.Kills;

/// <summary>The program that is made to be killed, and what it says.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private Child(string program, IEnumerable<string> arguments) =>
        _process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public List<string> Lines { get; } = [];

    public static string Dll => PluginBench.Program("KillFixture", "KillFixture.dll");

    /// <summary>Syncs an edition and stops at a point, or nowhere.</summary>
    public static Child Sync(string data, int edition, string stop = "nowhere") =>
        new("dotnet", [Dll, "sync", data, edition.ToString(CultureInfo.InvariantCulture), stop]);

    /// <summary>Removes the one model, and stops for ever at a point.</summary>
    public static Child Remove(string data, string stop) => new("dotnet", [Dll, "rm", data, stop]);

    public static Child Of(string program, params string[] arguments) => new(program, arguments);

    /// <summary>Reads on until the child says that it is at a point.</summary>
    public async Task UntilAsync(string point)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            Lines.Add(line);
            if (line == $"at {point}") return;
        }
        Assert.Fail($"The child ended before '{point}': {string.Join('\n', Lines)}\n{await _process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>Lets it go on from the point where it stopped.</summary>
    public Task GoOnAsync() => _process.StandardInput.WriteLineAsync("go on");

    /// <summary>SIGKILL: nothing of the child runs any more after this.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Reads what is left, to the end.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line) Lines.Add(line);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async Task<string> ErrorsAsync() => await _process.StandardError.ReadToEndAsync();

    /// <summary>What the child said of something: the text after <c>what: </c>.</summary>
    public string Told(string what) => Assert.Single(Lines, line => line.StartsWith(what + ": ", StringComparison.Ordinal))[(what.Length + 2)..];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
