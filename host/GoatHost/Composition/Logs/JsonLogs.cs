using Microsoft.Extensions.Logging;

namespace GoatHost.Composition.Logs;

/// <summary>Gives every category its part of the JSON log.</summary>
internal sealed class JsonLogs(JsonLog log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Category(log, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(JsonLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, name, eventId, formatter(state, exception), exception, state as IEnumerable<KeyValuePair<string, object?>>);
    }
}
