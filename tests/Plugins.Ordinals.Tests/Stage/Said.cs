using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>What was logged.</summary>
internal sealed class Said : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    /// <summary>What was said of a peer when it was dropped.</summary>
    public IEnumerable<string> Dropped(ScriptedPeer peer) =>
        Lines.Where(line => line.Contains($"{peer.Address} is dropped", StringComparison.Ordinal));

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));
}
