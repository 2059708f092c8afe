using System.Text.Json;
using System.Text.Json.Serialization;
using GoatHost.Abstractions;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>How an answer was drawn, under llama-server's names. What was left to the runtime is not there.</summary>
internal sealed record LlamaGenerationSettings
{
    public uint? Seed { get; init; }
    public float? Temperature { get; init; }
    public float? DynatempRange { get; init; }
    public float? DynatempExponent { get; init; }
    public int? TopK { get; init; }
    public float? TopP { get; init; }
    public float? MinP { get; init; }
    public float? TopNSigma { get; init; }
    public float? XtcProbability { get; init; }
    public float? XtcThreshold { get; init; }
    public float? TypicalP { get; init; }
    public int? RepeatLastN { get; init; }
    public float? RepeatPenalty { get; init; }
    public float? PresencePenalty { get; init; }
    public float? FrequencyPenalty { get; init; }
    public float? DryMultiplier { get; init; }
    public float? DryBase { get; init; }
    public int? DryAllowedLength { get; init; }
    public int? DryPenaltyLastN { get; init; }
    public IReadOnlyList<string>? DrySequenceBreakers { get; init; }
    public int? Mirostat { get; init; }
    public float? MirostatTau { get; init; }
    public float? MirostatEta { get; init; }
    public int? MinKeep { get; init; }
    public IReadOnlyList<string>? Samplers { get; init; }
    public IReadOnlyList<LlamaBias> LogitBias { get; init; } = [];
    public IReadOnlyList<string> Stop { get; init; } = [];
    public int MaxTokens { get; init; }
    public int NPredict { get; init; }
    public int NKeep { get; init; }
    public int NProbs { get; init; }
    public bool IgnoreEos { get; init; }
    public bool Stream { get; init; }
    public bool TimingsPerToken { get; init; }
    public bool PostSamplingProbs { get; init; }
    public string Grammar { get; init; } = "";
    public JsonElement? JsonSchema { get; init; }

    public static LlamaGenerationSettings Of(SamplingOptions sampling) => new()
    {
        Seed = sampling.Seed,
        Temperature = sampling.Temperature,
        DynatempRange = sampling.DynamicTemperatureRange,
        DynatempExponent = sampling.DynamicTemperatureExponent,
        TopK = sampling.TopK,
        TopP = sampling.TopP,
        MinP = sampling.MinP,
        TopNSigma = sampling.TopNSigma,
        XtcProbability = sampling.XtcProbability,
        XtcThreshold = sampling.XtcThreshold,
        TypicalP = sampling.TypicalP,
        RepeatLastN = sampling.RepeatLastN,
        RepeatPenalty = sampling.RepeatPenalty,
        PresencePenalty = sampling.PresencePenalty,
        FrequencyPenalty = sampling.FrequencyPenalty,
        DryMultiplier = sampling.DryMultiplier,
        DryBase = sampling.DryBase,
        DryAllowedLength = sampling.DryAllowedLength,
        DryPenaltyLastN = sampling.DryPenaltyLastN,
        DrySequenceBreakers = sampling.DrySequenceBreakers,
        Mirostat = sampling.Mirostat,
        MirostatTau = sampling.MirostatTau,
        MirostatEta = sampling.MirostatEta,
        MinKeep = sampling.MinKeep,
        Samplers = sampling.Order,
        LogitBias = [.. (sampling.LogitBias ?? new Dictionary<int, float>()).Select(bias => new LlamaBias(bias.Key, Bias(bias.Value)))],
    };

    public static LlamaGenerationSettings Of(GenerationRequest request, LlamaCompletionRequest asked) => Of(request.Sampling) with
    {
        Stop = request.Stop,
        MaxTokens = request.MaxTokens ?? -1,
        NPredict = request.MaxTokens ?? -1,
        NKeep = request.KeepTokens,
        NProbs = asked.TellsProbabilities ? request.LogProbabilities ?? 0 : 0,
        IgnoreEos = request.IgnoreEnd,
        Stream = asked.Stream,
        TimingsPerToken = asked.TellsTimings,
        Grammar = request.Format?.Grammar ?? "",
        JsonSchema = request.Format?.Schema,
    };

    /// <summary>JSON has no infinity; what is forbidden is null there, as llama-server's own writer has it.</summary>
    private static float? Bias(float bias) => float.IsFinite(bias) ? bias : null;
}

/// <summary>What is added to a token's logit; null forbids it.</summary>
internal sealed record LlamaBias(int Token, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] float? Bias);
