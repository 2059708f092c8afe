using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Derived;

/// <summary>Options over others: what is null is taken from those.</summary>
internal static class OptionDefaults
{
    public static SessionOptions Over(this SessionOptions given, SessionOptions other) => new()
    {
        ContextTokens = given.ContextTokens ?? other.ContextTokens,
        Threads = given.Threads ?? other.Threads,
        GpuLayers = given.GpuLayers ?? other.GpuLayers,
        Devices = given.Devices ?? other.Devices,
        Parallel = given.Parallel ?? other.Parallel,
        Queue = given.Queue ?? other.Queue,
        BatchTokens = given.BatchTokens ?? other.BatchTokens,
        MapWeights = given.MapWeights ?? other.MapWeights,
    };

    /// <summary>Adapters, and others' that are not among them by name.</summary>
    public static IReadOnlyList<AdapterScale> Over(this IReadOnlyList<AdapterScale> given, IReadOnlyList<AdapterScale> other) =>
    [
        .. other.Select(theirs => given.FirstOrDefault(one => IsSame(one, theirs)) ?? theirs),
        .. given.Where(one => !other.Any(theirs => IsSame(one, theirs))),
    ];

    private static bool IsSame(AdapterScale one, AdapterScale other) => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    public static SamplingOptions Over(this SamplingOptions given, SamplingOptions other) => new()
    {
        Temperature = given.Temperature ?? other.Temperature,
        DynamicTemperatureRange = given.DynamicTemperatureRange ?? other.DynamicTemperatureRange,
        DynamicTemperatureExponent = given.DynamicTemperatureExponent ?? other.DynamicTemperatureExponent,
        TopK = given.TopK ?? other.TopK,
        TopP = given.TopP ?? other.TopP,
        MinP = given.MinP ?? other.MinP,
        TypicalP = given.TypicalP ?? other.TypicalP,
        TopNSigma = given.TopNSigma ?? other.TopNSigma,
        XtcProbability = given.XtcProbability ?? other.XtcProbability,
        XtcThreshold = given.XtcThreshold ?? other.XtcThreshold,
        MinKeep = given.MinKeep ?? other.MinKeep,
        RepeatPenalty = given.RepeatPenalty ?? other.RepeatPenalty,
        RepeatLastN = given.RepeatLastN ?? other.RepeatLastN,
        FrequencyPenalty = given.FrequencyPenalty ?? other.FrequencyPenalty,
        PresencePenalty = given.PresencePenalty ?? other.PresencePenalty,
        DryMultiplier = given.DryMultiplier ?? other.DryMultiplier,
        DryBase = given.DryBase ?? other.DryBase,
        DryAllowedLength = given.DryAllowedLength ?? other.DryAllowedLength,
        DryPenaltyLastN = given.DryPenaltyLastN ?? other.DryPenaltyLastN,
        DrySequenceBreakers = given.DrySequenceBreakers ?? other.DrySequenceBreakers,
        Mirostat = given.Mirostat ?? other.Mirostat,
        MirostatTau = given.MirostatTau ?? other.MirostatTau,
        MirostatEta = given.MirostatEta ?? other.MirostatEta,
        LogitBias = given.LogitBias ?? other.LogitBias,
        Order = given.Order ?? other.Order,
        Seed = given.Seed ?? other.Seed,
    };
}
