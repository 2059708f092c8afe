using System.Diagnostics;
using System.Runtime.Loader;
using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Quarantines;

/// <summary>Finds on the stack whose code it is, when an exception that nobody caught ends the process, or one of a task is never looked at.</summary>
/// <remarks>Who calls Environment.Exit cannot be found this way: the runtime raises ProcessExit on a thread of its own (measured on .NET 10).</remarks>
internal sealed partial class ProcessBlame : IDisposable
{
    private readonly Func<AssemblyLoadContext, string?> _pluginOf;
    private readonly Action<string, string> _blame;
    private readonly ILogger _log;

    /// <param name="pluginOf">The plugin of a load context, or null.</param>
    /// <param name="blame">Told the plugin, and what it did, to stand after "it".</param>
    /// <param name="log">Where exceptions go that a plugin's task threw and nobody looked at.</param>
    public ProcessBlame(Func<AssemblyLoadContext, string?> pluginOf, Action<string, string> blame, ILogger log)
    {
        (_pluginOf, _blame, _log) = (pluginOf, blame, log);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.ExceptionObject is Exception exception && Find(new StackTrace(exception)) is { } plugin)
            _blame(plugin, $"ended the process with an exception that nobody caught: {Guards.FaultText.Of(exception)}");
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
    {
        var cause = e.Exception.InnerExceptions.Count > 0 ? e.Exception.InnerExceptions[0] : e.Exception;
        if (Find(new StackTrace(cause)) is { } plugin) LogUnobserved(_log, plugin, Guards.FaultText.Of(cause));
    }

    private string? Find(StackTrace stack) => stack.GetFrames()
        .Select(frame => frame.GetMethod()?.Module.Assembly is { } assembly ? AssemblyLoadContext.GetLoadContext(assembly) : null)
        .Where(context => context is { IsCollectible: true })
        .Select(context => _pluginOf(context!))
        .FirstOrDefault(plugin => plugin is not null);

    [LoggerMessage(EventIds.PluginTaskUnobserved, LogLevel.Warning, "a task of the {Plugin} plugin failed, and nobody looked: {Fault}")]
    private static partial void LogUnobserved(ILogger log, string plugin, string fault);
}
