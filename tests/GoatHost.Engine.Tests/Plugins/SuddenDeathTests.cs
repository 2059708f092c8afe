using System.Diagnostics;
using System.Globalization;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Quarantines;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Plugins;

/// <summary>A process that dies in the midst of its work: what its next start says of the plugins that it was calling.</summary>
public sealed class SuddenDeathTests : IDisposable
{
    private const string ToForgive = "take another version, or goat plugin enable moody to try it again.";

    private readonly PluginBench _bench = new();

    public SuddenDeathTests()
    {
        _bench.Stage("moody", "MoodyPlugin");
        _bench.Stage("sick", "SickPlugin", "source:sick");
        _bench.List("moody", "sick");
        File.Copy(_bench.Defaults, Path.Combine(_bench.Data, "default.json"));
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_plugin_that_exits_the_process_when_it_is_called_is_kept_out_at_the_next_start()
    {
        Assert.Equal(3, await DieAsync("exit"));

        var (moody, sick) = await LookAsync();

        Assert.Equal(
            (PluginState.Quarantined, "The moody plugin 1.0.0 is kept out, because it ended the process by calling Environment.Exit: " + ToForgive),
            (moody.State, moody.Problem));
        Assert.Equal((PluginState.Ready, null), (sick.State, sick.Problem));
        Assert.Empty(Directory.GetFiles(Calls));
    }

    [Fact]
    public async Task A_process_that_dies_of_a_sudden_leaves_word_of_whom_it_was_calling_and_the_third_time_keeps_that_one_out()
    {
        await DieAsync("die");
        var (moody, sick) = await LookAsync();
        Assert.Equal(
            (PluginState.Ready, "goat died within the last hour while it was calling this plugin; if that comes to 3 times, it is kept out."),
            (moody.State, moody.Problem));
        Assert.Null(sick.Problem);

        await DieAsync("die");
        await DieAsync("die");
        (moody, sick) = await LookAsync();

        Assert.Equal(
            (PluginState.Quarantined, "The moody plugin 1.0.0 is kept out, because within an hour goat died 3 times while it was calling it: " + ToForgive),
            (moody.State, moody.Problem));
        Assert.Equal((PluginState.Ready, null), (sick.State, sick.Problem));
        await _bench.Choices().EnableAsync("moody", CancellationToken.None);
        Assert.Equal((PluginState.Ready, null), ((await LookAsync()).Moody.State, (await LookAsync()).Moody.Problem));
    }

    [SkippableFact]
    public async Task A_person_who_ends_the_process_blames_nobody()
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are POSIX");
        using var host = Start("wait");
        while (!Directory.Exists(Calls) || Directory.GetFiles(Calls, "moody@*") is not [var file] || !await IsCalledAsync(file))
        {
            Assert.False(host.HasExited, host.HasExited ? await host.StandardError.ReadToEndAsync() : null);
            await Task.Delay(20);
        }
        using (var kill = Process.Start("kill", ["-TERM", host.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await host.WaitForExitAsync();

        Assert.Empty(Directory.GetFiles(Calls));
        Assert.Null((await LookAsync()).Moody.Problem);
    }

    [Fact]
    public void A_death_long_ago_or_of_the_whole_machine_or_between_calls_is_none()
    {
        var markers = new CallMarkers(_bench.Data, TimeProvider.System, NullLogger.Instance);
        Directory.CreateDirectory(Calls);
        Note("now", [1, 0, 0, 0], TimeSpan.Zero);
        Note("idle", [0, 0, 0, 0], TimeSpan.Zero);
        Note("old", [1, 0, 0, 0], TimeSpan.FromMinutes(61));
        Note("boot", [1, 0, 0, 0], TimeSpan.FromMilliseconds(Environment.TickCount64) + TimeSpan.FromMinutes(1));

        Assert.Equal(1, markers.Deaths("x"));
        Assert.Equal("x@now", Path.GetFileName(Assert.Single(Directory.GetFiles(Calls))));
        markers.Forget("x");
        Assert.Equal(0, markers.Deaths("x"));
    }

    [Fact]
    public async Task Calls_are_counted_and_transfers_are_not()
    {
        using var marker = new CallMarkers(_bench.Data, TimeProvider.System, NullLogger.Instance).Begin("x")!;
        using var guard = new PluginGuard("x", PluginBench.Deadlines, TimeProvider.System, NullLogger.Instance);
        guard.Count(marker);

        await guard.RunAsync("working", null, async _ => { await Task.Yield(); Assert.True(marker.IsCalled); }, CancellationToken.None);
        Assert.False(marker.IsCalled);
        Assert.True(guard.Ask("looking", () => marker.IsCalled));
        await guard.LastAsync("fetching", async _ => { await Task.Yield(); Assert.False(marker.IsCalled); }, CancellationToken.None);
        guard.Uncount();

        await guard.RunAsync("working", null, _ => Task.CompletedTask, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(Calls));
    }

    private string Calls => Path.Combine(_bench.Data, "plugins", ".calls");

    private async Task<int> DieAsync(string reference)
    {
        using var host = Start(reference);
        await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();
        Assert.NotEqual(0, host.ExitCode);
        return host.ExitCode;
    }

    private Process Start(string reference) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList =
        {
            PluginBench.Program("DoomedHost", "DoomedHost.dll"), _bench.Data, _bench.Plugins, PluginBench.Program("GoatHost", "goat.dll"), reference,
        },
        RedirectStandardError = true,
    })!;

    private async Task<(PluginStatus Moody, PluginStatus Sick)> LookAsync()
    {
        await using var host = _bench.Host();
        await host.StartAsync(CancellationToken.None);
        return (host.Plugins[0], host.Plugins[1]);
    }

    private void Note(string name, byte[] bytes, TimeSpan age)
    {
        var path = Path.Combine(Calls, $"x@{name}");
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, (TimeProvider.System.GetUtcNow() - age).UtcDateTime);
    }

    /// <summary>Its lock keeps .NET from opening it; another program may look.</summary>
    private static async Task<bool> IsCalledAsync(string file)
    {
        using var cat = Process.Start(new ProcessStartInfo("cat", [file]) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        await cat.StandardOutput.BaseStream.CopyToAsync(bytes);
        return bytes.ToArray() is [1, ..];
    }
}
