using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins.Guards;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>What a worker says on its standard error and output: logged at debug, and the last lines kept for its obituary.</summary>
internal sealed partial class WorkerOutput(string plugin, ILogger log)
{
    private const int MostLines = 50;
    private const int LongestLine = 2000;

    private static readonly string[] Chatter = ["at ", "trce:", "dbug:", "info:"];

    private readonly Queue<string> _lines = new();

    /// <summary>The last line that says something: neither a frame of a stack trace nor a log line below warning. Null when there is none.</summary>
    public string? LastWords
    {
        get
        {
            lock (_lines) return _lines.LastOrDefault(SaysSomething) is { } last ? FaultText.Line(last) : null;
        }
    }

    /// <summary>Reads until the worker's end closes.</summary>
    public async Task PumpAsync(StreamReader reader)
    {
        var line = new char[LongestLine];
        var length = 0;
        var buffer = new char[1024];
        // By blocks, not by lines: a native library may print without end and without a line break.
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            foreach (var c in buffer.AsSpan(0, read))
            {
                if (c != '\n')
                {
                    if (length < line.Length) line[length++] = c;
                    continue;
                }
                Keep(new string(line, 0, length).Trim());
                length = 0;
            }
        }
        if (length > 0) Keep(new string(line, 0, length).Trim());
    }

    private static bool SaysSomething(string line) =>
        line.Length > 0 && !Array.Exists(Chatter, start => line.StartsWith(start, StringComparison.Ordinal));

    private void Keep(string line)
    {
        LogLine(log, plugin, line);
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MostLines) _lines.Dequeue();
        }
    }

    [LoggerMessage(EventIds.WorkerSaid, LogLevel.Debug, "{Plugin} worker: {Line}")]
    private static partial void LogLine(ILogger log, string plugin, string line);
}
