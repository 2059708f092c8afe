using GoatHost.Cli.Rendering;
using Microsoft.Extensions.Logging;

namespace GoatHost.Composition;

/// <summary>A log for people: one line an event, without control characters, and the exception only where details were asked for.</summary>
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
            var text = SafeText.Line(formatter(state, exception));
            var cause = exception is null ? "" : $" ({SafeText.Line(exception.Message)})";
            lock (writer) writer.WriteLine($"{Mark(logLevel)}: {_category}: {text}{cause}");
        }

        private static string Mark(LogLevel level) => level switch
        {
            LogLevel.Critical or LogLevel.Error => "error",
            LogLevel.Warning => "warning",
            LogLevel.Information => "info",
            _ => "debug",
        };
    }
}
