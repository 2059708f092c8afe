using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using Microsoft.Extensions.Logging;

namespace GoatHost.Cli;

/// <summary>What every command is given: the terminal, the installation, the clock.</summary>
internal sealed class CliContext(Terminal terminal, Func<Layout> findLayout, TimeProvider time)
{
    private readonly Lazy<Layout> _layout = new(findLayout);

    public Terminal Terminal => terminal;
    public TimeProvider Time => time;

    /// <summary>Found when first asked for, so that help and version work anywhere.</summary>
    public Layout Layout => _layout.Value;

    public bool Verbose { get; set; }

    /// <summary>Whether to load no plugin.</summary>
    public bool SafeMode { get; set; }

    public EngineScope OpenEngine() => OpenEngine(Layout);

    public EngineScope OpenEngine(Layout layout) =>
        Startup.OpenEngine(layout.EngineOptions with { SafeMode = SafeMode }, Verbose ? LogLevel.Information : LogLevel.Warning, terminal.Error);
}
