namespace GoatHost.Cli.Rendering;

/// <summary>The three streams of a process, and which of them a person sees.</summary>
internal sealed class Terminal
{
    public required TextReader In { get; init; }
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }
    public bool InIsTerminal { get; init; }
    public bool OutIsTerminal { get; init; }
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns; asked each time, since a window changes.</summary>
    public Func<int> Width { get; init; } = () => 80;

    /// <summary>Standard output for bytes that are not text.</summary>
    public required Func<Stream> OpenOut { get; init; }

    public static Terminal OfProcess()
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = System.Text.Encoding.UTF8;
        return new Terminal
        {
            In = Console.In,
            Out = Console.Out,
            Error = Console.Error,
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            OpenOut = Console.OpenStandardOutput,
            Width = () => Console.IsOutputRedirected && Console.IsErrorRedirected ? 80 : Math.Max(20, Console.WindowWidth),
        };
    }

    /// <summary>The same, with another standard error, which is no terminal.</summary>
    public Terminal WithError(TextWriter error) => new()
    {
        In = In,
        Out = Out,
        Error = error,
        InIsTerminal = InIsTerminal,
        OutIsTerminal = OutIsTerminal,
        Width = Width,
        OpenOut = OpenOut,
    };

    /// <summary>Reads a line. A console read cannot be cancelled, so a stop leaves it behind on its own thread.</summary>
    public Task<string?> ReadLineAsync(CancellationToken ct) => Task.Run(In.ReadLine, CancellationToken.None).WaitAsync(ct);
}
