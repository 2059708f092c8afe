using GoatHost.Engine.Sync;
using GoatHost.Engine.Tests.Kills;
using GoatHost.Engine.Tests.Sync;
using Microsoft.Extensions.Logging;

namespace GoatHost.KillFixture;

/// <summary>One sync or removal that says every point it passes, and stops at one of them until it is told to go on.</summary>
internal sealed class StoppingSync(string stop) : ILoggerProvider, ILogger
{
    private readonly Dictionary<string, int> _times = [];

    public static async Task<int> RunAsync(string data, int edition, string stop)
    {
        using var points = new StoppingSync(stop);
        await using var rig = new SyncRig(data, services => services.AddStops(points));
        Editions.Publish(rig, edition);
        rig.Heard = points.Hear;
        rig.Transport.BeforeBlock = async (sent, ct) =>
        {
            await Task.Delay(2, ct);
            points.Pass($"sent {sent}");
        };
        var fine = await Said.OutcomeAsync("sync", async () => (await rig.SyncAsync(Editions.Origin)).FullName);
        Said.Line($"sent: {rig.Transport.Sent}");
        return fine ? 0 : 1;
    }

    public static async Task<int> RemoveAsync(string data, string stop)
    {
        using var points = new StoppingSync(stop);
        await using var rig = new SyncRig(data, services => services.AddStops(points));
        var fine = await Said.OutcomeAsync("rm", async () =>
        {
            var model = (await rig.Store.ListAsync(default)).Single();
            await rig.Store.RemoveAsync(model, default);
            return model.FullName;
        });
        return fine ? 0 : 1;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    /// <summary>The store logs what it does to files between their move and their record: <c>Moved 2</c> is the second of that name.</summary>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is not { } name) return;
        int times;
        lock (_times) times = _times[name] = _times.GetValueOrDefault(name) + 1;
        Pass($"{name} {times}");
    }

    public void Dispose() { }

    private void Hear(SyncNote note)
    {
        if (note.Text.StartsWith("waiting", StringComparison.Ordinal)) Pass("waiting");
        else if (note.Took is not null) Pass($"end {note.Stage}");
        else if (note is { Done: 0, Peers: null }) Pass($"begin {note.Stage}");
    }

    private void Pass(string point)
    {
        Said.Line($"at {point}");
        if (point == stop) Said.WaitForWord();
    }
}
