using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>The faults of one plugin: told in a sentence, counted by its breaker, logged.</summary>
internal sealed partial class PluginFaults(string plugin, BreakerRules rules, TimeProvider time, ILogger log)
{
    private volatile string? _last;

    public Breaker Breaker { get; } = new(plugin, rules, time);

    /// <summary>The sentence of the last one, or null.</summary>
    public string? Last => _last;

    /// <returns>The sentence.</returns>
    public string Note(string doing, string reason, string? detail, bool ofQuestion = false)
    {
        var sentence = $"The {plugin} plugin failed while {doing}: {reason}";
        _last = sentence;
        Breaker.Note(sentence, ofQuestion);
        PluginCalls.Faulted(plugin);
        LogSentence(log, sentence);
        if (detail is not null) LogDetail(log, plugin, detail);
        return sentence;
    }

    [LoggerMessage(EventIds.PluginFault, LogLevel.Warning, "{Fault}")]
    private static partial void LogSentence(ILogger log, string fault);

    [LoggerMessage(EventIds.PluginFaultDetail, LogLevel.Debug, "the {Plugin} plugin's fault in full: {Detail}")]
    private static partial void LogDetail(ILogger log, string plugin, string detail);
}
