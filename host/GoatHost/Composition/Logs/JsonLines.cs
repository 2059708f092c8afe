using System.Text;
using Microsoft.Extensions.Logging;

namespace GoatHost.Composition.Logs;

/// <summary>Standard error when the log is JSON: what a command would tell a person there becomes objects too, so that every line is one.</summary>
internal sealed class JsonLines(JsonLog log) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_line)
        {
            if (value != '\n') _line.Append(value);
            else Tell();
        }
    }

    public override void Write(string? value)
    {
        foreach (var c in value ?? "") Write(c);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_line) Tell();
        base.Dispose(disposing);
    }

    private void Tell()
    {
        var text = _line.ToString().Trim();
        _line.Clear();
        if (text.Length > 0) log.Write(LogLevel.Information, "goat", ProgramEvents.CommandSaid, text);
    }
}
