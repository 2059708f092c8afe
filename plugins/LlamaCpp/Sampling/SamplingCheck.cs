using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>Refuses sampling options that llama.cpp would choke on.</summary>
internal static class SamplingCheck
{
    private const int MostBiases = 4096;
    private const int MostBreakers = 32;
    private const int LongestBreaker = 40;

    public static void Throw(SamplingOptions options)
    {
        Bound("temperature", options.Temperature, 0, 100);
        Bound("range of the temperature", options.DynamicTemperatureRange, 0, 100);
        Bound("exponent of the temperature", options.DynamicTemperatureExponent, 0, 100);
        Bound("top-p", options.TopP, 0, 1);
        Bound("min-p", options.MinP, 0, 1);
        Bound("typical-p", options.TypicalP, 0, 1);
        Bound("top-n-sigma", options.TopNSigma, -1, 100);
        Bound("XTC probability", options.XtcProbability, 0, 1);
        Bound("XTC threshold", options.XtcThreshold, 0, 1);
        Bound("repeat penalty", options.RepeatPenalty, 0.01f, 100);
        Bound("frequency penalty", options.FrequencyPenalty, -100, 100);
        Bound("presence penalty", options.PresencePenalty, -100, 100);
        Bound("DRY multiplier", options.DryMultiplier, 0, 100);
        Bound("DRY base", options.DryBase, 1, 10);
        Bound("Mirostat tau", options.MirostatTau, 0, 100);
        Bound("Mirostat eta", options.MirostatEta, 0, 1);
        Bound("top-k", options.TopK, -1, int.MaxValue);
        Bound("fewest tokens to keep", options.MinKeep, 0, int.MaxValue);
        Bound("number of tokens to look back on", options.RepeatLastN, -1, int.MaxValue);
        Bound("number of tokens that DRY looks back on", options.DryPenaltyLastN, -1, int.MaxValue);
        Bound("length that DRY allows", options.DryAllowedLength, 0, int.MaxValue);
        Bound("kind of Mirostat", options.Mirostat, 0, 2);
        _ = SamplerOrder.Read(options.Order);
        CheckBiases(options.LogitBias);
        CheckBreakers(options.DrySequenceBreakers);
    }

    private static void CheckBiases(IReadOnlyDictionary<int, float>? biases)
    {
        if (biases is null) return;
        if (biases.Count > MostBiases) throw new RequestException(
            $"{biases.Count} tokens have a logit bias, and at most {MostBiases} may.");
        foreach (var (token, bias) in biases)
        {
            if (!float.IsNegativeInfinity(bias)) Bound($"logit bias of the token {token}", bias, -1000, 1000);
        }
    }

    private static void CheckBreakers(IReadOnlyList<string>? breakers)
    {
        if (breakers is null) return;
        if (breakers.Count > MostBreakers)
        {
            throw new RequestException($"{breakers.Count} texts are to end a repetition for DRY, and at most {MostBreakers} may.");
        }
        foreach (var breaker in breakers)
        {
            if (breaker.Length is 0 or > LongestBreaker || breaker.Contains('\0'))
            {
                throw new RequestException(
                    $"A text that ends a repetition for DRY has {breaker.Length} characters or a NUL in it: "
                    + $"it may have 1 to {LongestBreaker}, and none.");
            }
        }
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
        if (value < least || value > most)
        {
            var bounds = most == int.MaxValue ? $"at least {least}" : $"from {least} to {most}";
            throw new RequestException($"The {name} is {value}, and must be {bounds}.");
        }
    }
}
