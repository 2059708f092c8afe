using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>Refuses sampling options that llama.cpp would choke on.</summary>
internal static class SamplingCheck
{
    public static void Throw(SamplingOptions options)
    {
        Bound("temperature", options.Temperature, 0, 100);
        Bound("top-p", options.TopP, 0, 1);
        Bound("min-p", options.MinP, 0, 1);
        Bound("repeat penalty", options.RepeatPenalty, 0.01f, 100);
        Bound("frequency penalty", options.FrequencyPenalty, -100, 100);
        Bound("presence penalty", options.PresencePenalty, -100, 100);
        Bound("top-k", options.TopK, -1, int.MaxValue);
        Bound("number of tokens to look back on", options.RepeatLastN, -1, int.MaxValue);
    }

    private static void Bound(string name, float? value, float least, float most)
    {
        // NaN is in no bounds.
        if (value is { } given && !(given >= least && given <= most))
        {
            throw new RequestException(FormattableString.Invariant($"The {name} is {given}, and must be from {least} to {most}."));
        }
    }

    private static void Bound(string name, int? value, int least, int most)
    {
        if (value < least || value > most) throw new RequestException($"The {name} is {value}, and must be at least {least}.");
    }
}
