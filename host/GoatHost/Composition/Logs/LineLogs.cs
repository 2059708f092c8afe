using Microsoft.Extensions.Logging;

namespace GoatHost.Composition.Logs;

/// <summary>A log for people: one line an event, and never a stack trace; the log's own detail events hold those, and --verbose shows them.</summary>
internal sealed class LineLogs(TextWriter writer) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLog(writer, categoryName);

    public void Dispose()
    {
    }

    private sealed class LineLog(TextWriter writer, string category) : ILogger
    {
        private readonly string _category = category[(category.LastIndexOf('.') + 1)..];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var cause = exception is null ? "" : $" ({exception.Message})";
            lock (writer) writer.WriteLine($"{LogLevels.Name(logLevel)}: {_category}: {LogText.Clean(formatter(state, exception) + cause)}");
        }
    }
}
