using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>Notices how the process ends: by an exception that nobody caught, by an exit that nobody asked for, or because a person wants it to.</summary>
internal sealed partial class ProcessBlame : IDisposable
{
    private readonly IProcessSuspects _suspects;
    private readonly ILogger _log;
    private readonly PosixSignalRegistration[] _signals;
    private volatile bool _asked;

    public ProcessBlame(IProcessSuspects suspects, ILogger log)
    {
        (_suspects, _log) = (suspects, log);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        PosixSignal[] asking = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        _signals = [.. asking.Select(signal => PosixSignalRegistration.Create(signal, _ => OnAsked()))];
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        foreach (var signal in _signals) signal.Dispose();
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.ExceptionObject is Exception exception && Find(new StackTrace(exception)) is { } plugin)
            _suspects.Blame(plugin, $"ended the process with an exception that nobody caught: {Guards.FaultText.Of(exception)}");
    }

    /// <summary>A host that ends in its own time has disposed this before. The runtime raises the event on a thread of its own, so no stack tells whose call it was.</summary>
    private void OnExit(object? sender, EventArgs e)
    {
        if (!_asked) _suspects.BlameForExit();
    }

    private void OnAsked()
    {
        _asked = true;
        _suspects.Excuse();
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        var cause = e.Exception.InnerExceptions.Count > 0 ? e.Exception.InnerExceptions[0] : e.Exception;
        if (Find(new StackTrace(cause)) is { } plugin) LogUnobserved(_log, plugin, Guards.FaultText.Of(cause));
    }

    private string? Find(StackTrace stack) => stack.GetFrames()
        .Select(frame => frame.GetMethod()?.Module.Assembly is { } assembly ? AssemblyLoadContext.GetLoadContext(assembly) : null)
        .Where(context => context is { IsCollectible: true })
        .Select(context => _suspects.PluginOf(context!))
        .FirstOrDefault(plugin => plugin is not null);

    [LoggerMessage(EventIds.PluginTaskUnobserved, LogLevel.Warning, "a task of the {Plugin} plugin failed, and nobody looked: {Fault}")]
    private static partial void LogUnobserved(ILogger log, string plugin, string fault);
}
