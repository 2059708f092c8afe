using System.Globalization;
using System.Text.Json;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Http.Ollama.Library;

/// <summary>A derived model's parameters as people read them: one <c>name   value</c> a line, under Ollama's names.</summary>
internal static class ParameterText
{
    public static IEnumerable<(string Name, string Value)> Of(ModelDefaults defaults)
    {
        var (session, sampling) = (defaults.Session, defaults.Sampling);
        IEnumerable<(string, object?)> all =
        [
            ("num_ctx", session.ContextTokens), ("num_batch", session.BatchTokens), ("num_thread", session.Threads),
            ("num_gpu", session.GpuLayers), ("use_mmap", session.MapWeights), ("num_predict", defaults.MaxTokens),
            ("num_keep", defaults.KeepTokens), ("temperature", sampling.Temperature), ("dynatemp_range", sampling.DynamicTemperatureRange),
            ("dynatemp_exponent", sampling.DynamicTemperatureExponent), ("top_k", sampling.TopK), ("top_p", sampling.TopP),
            ("min_p", sampling.MinP), ("typical_p", sampling.TypicalP), ("top_n_sigma", sampling.TopNSigma),
            ("xtc_probability", sampling.XtcProbability), ("xtc_threshold", sampling.XtcThreshold), ("min_keep", sampling.MinKeep),
            ("repeat_penalty", sampling.RepeatPenalty), ("repeat_last_n", sampling.RepeatLastN),
            ("frequency_penalty", sampling.FrequencyPenalty), ("presence_penalty", sampling.PresencePenalty),
            ("dry_multiplier", sampling.DryMultiplier), ("dry_base", sampling.DryBase), ("dry_allowed_length", sampling.DryAllowedLength),
            ("dry_penalty_last_n", sampling.DryPenaltyLastN), ("mirostat", sampling.Mirostat), ("mirostat_tau", sampling.MirostatTau),
            ("mirostat_eta", sampling.MirostatEta), ("seed", sampling.Seed),
            .. (sampling.DrySequenceBreakers ?? []).Select(text => ("dry_sequence_breakers", (object?)text)),
            .. (sampling.Order ?? []).Select(text => ("samplers", (object?)text)),
            .. defaults.Stop.Select(text => ("stop", (object?)text)),
        ];
        return from entry in all where entry.Item2 is not null select (entry.Item1, Shown(entry.Item2!));
    }

    public static string Lines(ModelDefaults defaults) =>
        string.Join('\n', Of(defaults).Select(entry => $"{entry.Name,-30} {entry.Value}"));

    private static string Shown(object value) => value switch
    {
        string text => '"' + JsonEncodedText.Encode(text).ToString() + '"',
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };
}
