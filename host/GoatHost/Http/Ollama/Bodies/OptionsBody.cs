using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.Ollama.Bodies;

/// <summary><c>options</c> of a request, or <c>parameters</c> of a model that is made; for <c>/openapi.json</c>.</summary>
internal sealed record OptionsBody
{
    public int? NumCtx { get; init; }
    public int? NumBatch { get; init; }
    public int? NumThread { get; init; }
    public int? NumGpu { get; init; }
    public bool? UseMmap { get; init; }
    public int? NumPredict { get; init; }
    public int? NumKeep { get; init; }
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
    public int? Mirostat { get; init; }
    public float? MirostatTau { get; init; }
    public float? MirostatEta { get; init; }
    public long? Seed { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? DrySequenceBreakers { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Samplers { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Stop { get; init; }
}
