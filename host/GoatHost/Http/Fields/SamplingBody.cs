using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.Fields;

/// <summary>How tokens are drawn, as requests of OpenAI's kind say it; for <c>/openapi.json</c>: <see cref="SamplingFields"/> reads it.</summary>
internal abstract record SamplingBody
{
    public float? Temperature { get; init; }
    public float? DynatempRange { get; init; }
    public float? DynatempExponent { get; init; }
    public int? TopK { get; init; }
    public float? TopP { get; init; }
    public float? MinP { get; init; }
    public float? TypicalP { get; init; }
    public float? TopNSigma { get; init; }
    public float? XtcProbability { get; init; }
    public float? XtcThreshold { get; init; }
    public int? MinKeep { get; init; }
    public float? RepeatPenalty { get; init; }
    public int? RepeatLastN { get; init; }
    public float? FrequencyPenalty { get; init; }
    public float? PresencePenalty { get; init; }
    public float? DryMultiplier { get; init; }
    public float? DryBase { get; init; }
    public int? DryAllowedLength { get; init; }
    public int? DryPenaltyLastN { get; init; }
    public IReadOnlyList<string>? DrySequenceBreakers { get; init; }
    public int? Mirostat { get; init; }
    public float? MirostatTau { get; init; }
    public float? MirostatEta { get; init; }
    public IReadOnlyList<string>? Samplers { get; init; }
    public long? Seed { get; init; }

    /// <summary>Token ids with what is added to their logits, or pairs of both.</summary>
    [JsonKinds("object", "array")]
    public JsonElement? LogitBias { get; init; }
}
