using GoatHost.Abstractions;

namespace GoatHost.Cli.Rendering;

/// <summary>News of seeding: how to reach it on standard output, for programs; the rest on standard error, at most a line in ten seconds.</summary>
internal sealed class SeedNews(Terminal terminal, TimeProvider time) : IProgress<TransferNote>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly HashSet<Locator> _reached = [];
    private long? _last;

    public void Report(TransferNote value)
    {
        lock (_gate)
        {
            if (value.Reachable is { } locator && _reached.Add(locator))
            {
                terminal.Out.WriteLine($"{ReachLine.Prefix}{SafeText.Line(locator.Text)}");
                terminal.Out.Flush();
                return;
            }
            if (_last is { } last && time.GetElapsedTime(last) < Pause) return;
            _last = time.GetTimestamp();
            terminal.Error.WriteLine(Text(value));
        }
    }

    private static string Text(TransferNote note)
    {
        var peers = note.Peers is { } count ? $", {count} {(count == 1 ? "peer" : "peers")}" : "";
        var sent = note.Uploaded is { } bytes ? $", {Quantities.Bytes(bytes)} sent" : "";
        return SafeText.Line(note.Text) + peers + sent;
    }
}

/// <summary>The line by which <c>goat seed</c> tells other programs where it is.</summary>
internal static class ReachLine
{
    public const string Prefix = "reach: ";

    public static Locator? Read(string line) =>
        line.StartsWith(Prefix, StringComparison.Ordinal) && line.Length > Prefix.Length ? new Locator(line[Prefix.Length..].Trim()) : null;
}
