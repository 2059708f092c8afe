namespace GoatHost.Http.Metrics;

/// <summary>The figures that llama.cpp's own server tells, under its names, for dashboards that were made for it; summed over all models.</summary>
internal static class LlamaServerMetrics
{
    public static void AddTo(PrometheusText text, IReadOnlyList<MetricFamily> families)
    {
        var prompt = Total("goat.session.tokens", "kind=\"prompt\"") - Total("goat.session.tokens", "kind=\"cached\"");
        var promptSeconds = Total("goat.session.compute", "kind=\"prompt\"");
        var predicted = Total("goat.session.tokens", "kind=\"generated\"");
        var predictedSeconds = Total("goat.session.compute", "kind=\"generated\"");
        text.Add("llamacpp:prompt_tokens_total", MetricKind.Counter, "Prompt tokens that were computed", prompt);
        text.Add("llamacpp:prompt_seconds_total", MetricKind.Counter, "Time spent on prompts", promptSeconds);
        text.Add("llamacpp:tokens_predicted_total", MetricKind.Counter, "Tokens drawn", predicted);
        text.Add("llamacpp:tokens_predicted_seconds_total", MetricKind.Counter, "Time spent on drawing tokens", predictedSeconds);
        text.Add("llamacpp:prompt_tokens_seconds", MetricKind.Gauge, "Mean prompt tokens a second", Rate(prompt, promptSeconds));
        text.Add("llamacpp:predicted_tokens_seconds", MetricKind.Gauge, "Mean tokens a second", Rate(predicted, predictedSeconds));
        var waiting = Total("goat.session.queue");
        text.Add("llamacpp:requests_processing", MetricKind.Gauge, "Requests that are being answered", Total("goat.session.active") - waiting);
        text.Add("llamacpp:requests_deferred", MetricKind.Gauge, "Requests that wait for their first token", waiting);

        double Total(string instrument, string label = "") =>
            families.FirstOrDefault(family => family.Instrument == instrument)?.Total(label) ?? 0;
    }

    private static double Rate(double tokens, double seconds) => seconds > 0 ? tokens / seconds : 0;
}
