namespace GoatHost.Cli.Rendering;

/// <summary>One rewritten line of "how far": for loading and hashing. Only a terminal sees it, and nothing of it stays.</summary>
internal sealed class PartProgress(TextWriter writer, bool isTerminal, string label, long total = 1) : IProgress<double>, IProgress<long>, IDisposable
{
    private readonly Lock _gate = new();
    private int _shown = -1;

    public void Report(long value) => Report(total <= 0 ? 1 : (double)value / total);

    public void Report(double value)
    {
        if (!isTerminal) return;
        var percent = (int)Math.Clamp(value * 100, 0, 100);
        lock (_gate)
        {
            if (percent <= _shown) return;
            _shown = percent;
            writer.Write($"\r{label} {percent} %");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_shown >= 0) writer.Write($"\r{new string(' ', label.Length + 6)}\r");
            _shown = 100;
        }
    }
}
