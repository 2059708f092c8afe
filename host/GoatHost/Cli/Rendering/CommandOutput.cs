using GoatHost.Abstractions;

namespace GoatHost.Cli.Rendering;

/// <summary>Where a plugin's command writes: lines made harmless, bytes as they are, progress on a terminal only.</summary>
internal sealed class CommandOutput(Terminal terminal) : ICommandOutput
{
    private readonly Lock _gate = new();
    private readonly LiveLine _line = new(terminal, terminal.Error);

    public void Text(string line)
    {
        lock (_gate) terminal.Out.WriteLine(SafeText.Line(line));
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (terminal.OutIsTerminal)
            {
                terminal.Out.Write(SafeText.Block(System.Text.Encoding.UTF8.GetString(bytes)));
                return;
            }
            using var stream = terminal.OpenOut();
            stream.Write(bytes);
        }
    }

    public void Progress(double part, string label)
    {
        if (!terminal.ErrorIsTerminal) return;
        lock (_gate)
        {
            if (part >= 1) _line.Clear();
            else _line.Show($"{SafeText.Line(label)} {Bar.Of(part)} {(int)Math.Clamp(part * 100, 0, 100)} %");
        }
    }

    public async Task<bool?> ConfirmAsync(string question, CancellationToken ct)
    {
        if (!terminal.InIsTerminal || !terminal.ErrorIsTerminal) return null;
        lock (_gate) terminal.Error.Write($"{SafeText.Line(question)} [y/N] ");
        return (await terminal.ReadLineAsync(ct))?.Trim().ToUpperInvariant() is "Y" or "YES";
    }
}
