using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.Composition.Logs;

namespace GoatHost.Cli;

/// <summary>What every command is given: the terminal, the installation, the clock.</summary>
internal sealed class CliContext(Terminal terminal, Func<Layout> findLayout, TimeProvider time)
{
    private readonly Lazy<Layout> _layout = new(findLayout);
    private GlobalOptions _options = new();

    public Terminal Terminal { get; private set; } = terminal;
    public TimeProvider Time => time;

    /// <summary>Who would rather have a Ctrl-C for itself.</summary>
    public Interrupts Interrupts { get; init; } = new();

    /// <summary>Found when first asked for, so that help and version work anywhere.</summary>
    public Layout Layout => _layout.Value;

    public bool Verbose => _options.Verbose;

    /// <summary>The log as JSON, when it was asked for; standard error is then its own.</summary>
    public JsonLog? JsonLog { get; private set; }

    public void Apply(GlobalOptions options)
    {
        _options = options;
        if (!options.Json) return;
        JsonLog = new JsonLog(Terminal.Error, time);
        Terminal = Terminal.WithError(new JsonLines(JsonLog));
    }

    public EngineScope OpenEngine() => OpenEngine(Layout);

    public EngineScope OpenEngine(Layout layout) =>
        Startup.OpenEngine(layout.EngineOptions with { SafeMode = _options.SafeMode }, _options.Level, JsonLog is { } json ? new JsonLogs(json) : new LineLogs(Terminal.Error));
}
