using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Composition.Logs;
using GoatHost.Engine.Store.Derived;
using Microsoft.Extensions.Logging;

namespace GoatHost.Http.Ollama.Fields;

/// <summary>Reads <c>options</c>, of a request or of a model that is made: Ollama's, and llama-server's further samplers.</summary>
internal sealed partial class OptionFields(ILogger<OptionFields> logger)
{
    private const int MostStops = 64;

    // Ollama's of old and of other engines: taken, and without a meaning here.
    private static readonly HashSet<string> Silent =
    [
        "main_gpu", "numa", "vocab_only", "use_mlock", "low_vram", "f16_kv", "logits_all", "embedding_only", "penalize_newline", "tfs_z",
        "num_gqa", "draft_num_predict",
    ];

    public ModelDefaults Read(JsonElement? json)
    {
        if (json is not { } given) return new ModelDefaults();
        var options = new TypedOptions(given);
        var read = new ModelDefaults
        {
            Session = Session(options),
            Sampling = Sampling(options),
            Stop = [.. options.Texts("stop", MostStops) ?? []],
            // Ollama's -1 is without limit, and its -2 to the end of the context.
            MaxTokens = options.Integer("num_predict") is > 0 and var most ? most : null,
            KeepTokens = options.Integer("num_keep"),
        };
        foreach (var name in options.Unread().Where(name => !Silent.Contains(name)).Take(MostStops)) LogUnknown(LogText.Clean(name));
        return read;
    }

    private static SessionOptions Session(TypedOptions options) => new()
    {
        ContextTokens = Positive(options.Integer("num_ctx")),
        BatchTokens = Positive(options.Integer("num_batch")),
        Threads = Positive(options.Integer("num_thread")),
        GpuLayers = options.Integer("num_gpu") is >= 0 and var layers ? layers : null,
        MapWeights = options.Boolean("use_mmap"),
    };

    private static SamplingOptions Sampling(TypedOptions options) => new()
    {
        Temperature = options.Number("temperature"),
        DynamicTemperatureRange = options.Number("dynatemp_range"),
        DynamicTemperatureExponent = options.Number("dynatemp_exponent"),
        TopK = options.Integer("top_k"),
        TopP = options.Number("top_p"),
        MinP = options.Number("min_p"),
        TypicalP = options.Number("typical_p"),
        TopNSigma = options.Number("top_n_sigma"),
        XtcProbability = options.Number("xtc_probability"),
        XtcThreshold = options.Number("xtc_threshold"),
        MinKeep = options.Integer("min_keep"),
        RepeatPenalty = options.Number("repeat_penalty"),
        RepeatLastN = options.Integer("repeat_last_n"),
        FrequencyPenalty = options.Number("frequency_penalty"),
        PresencePenalty = options.Number("presence_penalty"),
        DryMultiplier = options.Number("dry_multiplier"),
        DryBase = options.Number("dry_base"),
        DryAllowedLength = options.Integer("dry_allowed_length"),
        DryPenaltyLastN = options.Integer("dry_penalty_last_n"),
        DrySequenceBreakers = options.Texts("dry_sequence_breakers", MostStops),
        Mirostat = options.Integer("mirostat"),
        MirostatTau = options.Number("mirostat_tau"),
        MirostatEta = options.Number("mirostat_eta"),
        Order = options.Texts("samplers", MostStops),
        Seed = options.Whole("seed") is { } seed and not -1 ? unchecked((uint)seed) : null,
    };

    private static int? Positive(int? number) => number > 0 ? number : null;

    [LoggerMessage(ProgramEvents.OptionUnknown, LogLevel.Warning, "a client sent the option {Option}, which is unknown here and ignored")]
    private partial void LogUnknown(string option);
}
