using System.Globalization;
using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Fixtures.Misbehaving;

/// <summary>Ends the process that loads it: by exit, by abort, or only the first time, as its settings say.</summary>
public sealed class ExitingPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var note = Path.Combine(builder.DataDirectory, "ended");
        var how = builder.Settings["how"];
        if (how != "once" || !File.Exists(note))
        {
            File.WriteAllText(note, how);
            if (how == "abort") Environment.FailFast("out of spite");
            Environment.Exit(3);
        }
        builder.AddSource<MoodySource>();
    }
}

/// <summary>Does not come up before another plugin has.</summary>
public sealed class WaitingPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var sign = Path.Combine(builder.DataDirectory, "..", "sign");
        while (!File.Exists(sign)) Thread.Yield();
        builder.AddSource<MoodySource>();
    }
}

/// <summary>Comes up, and gives the sign that the other waits for.</summary>
public sealed class SigningPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        File.WriteAllText(Path.Combine(builder.DataDirectory, "..", "sign"), "");
    }
}

/// <summary>Its source fails each time, until it is told that it is well.</summary>
public sealed class SickPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new RogueFolder(builder.DataDirectory));
        builder.AddSource<SickSource>();
    }
}

/// <summary>Comes up well, and ends the process later, by an exception on a thread of its own.</summary>
public sealed class LatePlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var go = Path.Combine(builder.DataDirectory, "go");
        new Thread(() =>
        {
            while (!File.Exists(go)) Thread.Yield();
            throw new HomeMadeException("on my own");
        }) { IsBackground = true }.Start();
        builder.Services.AddSingleton(new RogueFolder(builder.DataDirectory));
        builder.AddRuntime<IdleRuntime>();
    }
}

/// <summary>Notes that it is asked, and keeps its host waiting.</summary>
internal sealed class IdleRuntime(RogueFolder folder, TimeProvider time) : IRuntime
{
    public string Name => "idle";

    public bool CanRun(VerifiedModel model) => false;

    public Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct) => throw new NotSupportedException();

    public async Task<IReadOnlyList<ComputeDevice>> ListDevicesAsync(CancellationToken ct)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "asked"), "", ct);
        await Task.Delay(TimeSpan.FromMinutes(1), time, ct);
        return [];
    }
}

/// <summary>Its source starts work that nobody ends.</summary>
public sealed class LeakingPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => builder.AddSource<LeakingSource>();
}

/// <summary>The sick plugin's source.</summary>
internal sealed class SickSource(RogueFolder folder) : ISource
{
    private bool IsWell => File.Exists(Path.Combine(folder.Path, "well"));

    public string Name => "sick";

    public async ValueTask<Health> CheckAsync(CancellationToken ct)
    {
        if (File.Exists(Path.Combine(folder.Path, "faint")))
        {
            await File.AppendAllTextAsync(Path.Combine(folder.Path, "faints"), ".", CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }
        return IsWell ? Health.Ok : new Health(HealthStatus.Unhealthy, "has a cold");
    }

    public bool CanResolve(Reference reference) => true;

    public Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct) =>
        IsWell ? Task.FromResult(new ModelDescription { Name = "m", Origin = reference }) : throw new HomeMadeException("achoo");

    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) => throw new HomeMadeException("unreadable");
}

/// <summary>The leaking plugin's source.</summary>
internal sealed class LeakingSource : ISource
{
    private int _ticks;

    public string Name => "leaking";

    public bool CanResolve(Reference reference) => true;

    public Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct)
    {
        _ = CountForeverAsync();
        return Task.FromResult(new ModelDescription { Name = _ticks.ToString(CultureInfo.InvariantCulture), Origin = reference });
    }

    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) => throw new HomeMadeException("unreadable");

    private async Task CountForeverAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync()) _ticks++;
    }
}
