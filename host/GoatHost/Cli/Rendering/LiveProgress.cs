namespace GoatHost.Cli.Rendering;

/// <summary>How far one piece of work is, for loading and hashing. Only a terminal sees it.</summary>
internal sealed class LiveProgress(Terminal terminal, string label, long total = 1) : IProgress<double>, IProgress<long>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly LiveLine _line = new(terminal, terminal.Error);
    private int _percent = -1;

    public void Report(long value) => Report(total <= 0 ? 1 : (double)value / total);

    public void Report(double value)
    {
        if (!terminal.ErrorIsTerminal) return;
        var percent = (int)Math.Clamp(value * 100, 0, 100);
        lock (_gate)
        {
            if (percent <= _percent) return;
            _percent = percent;
            _line.Show($"{label} {Bar.Of(value)} {percent} %");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _line.Clear();
            _percent = 100;
        }
    }
}
