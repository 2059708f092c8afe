namespace GoatHost.Abstractions;

/// <summary>How tokens are drawn, under the names that Ollama and llama-server give it. What is null is the runtime's default.</summary>
public sealed record SamplingOptions
{
    /// <summary>0 always takes the likeliest token; 1 draws as the model says.</summary>
    public float? Temperature { get; init; }

    /// <summary>How far the temperature moves with the entropy of the distribution, up and down; 0 is off.</summary>
    public float? DynamicTemperatureRange { get; init; }

    /// <summary>How entropy maps to that temperature.</summary>
    public float? DynamicTemperatureExponent { get; init; }

    /// <summary>Keep this many of the likeliest; 0 keeps all.</summary>
    public int? TopK { get; init; }

    /// <summary>Keep the likeliest up to this sum of probabilities.</summary>
    public float? TopP { get; init; }

    /// <summary>Keep those at least this likely, as a part of the likeliest.</summary>
    public float? MinP { get; init; }

    /// <summary>Keep those of typical information, up to this sum of probabilities; 1 is off.</summary>
    public float? TypicalP { get; init; }

    /// <summary>Keep the logits within this many standard deviations of the greatest; -1 is off.</summary>
    public float? TopNSigma { get; init; }

    /// <summary>Chance of leaving out all the likely tokens but the least of them (XTC); 0 is off.</summary>
    public float? XtcProbability { get; init; }

    /// <summary>How likely a token counts as likely for XTC.</summary>
    public float? XtcThreshold { get; init; }

    /// <summary>Fewest tokens that the cuts above leave.</summary>
    public int? MinKeep { get; init; }

    /// <summary>Divides the logits of repeated tokens; 1 is off.</summary>
    public float? RepeatPenalty { get; init; }

    /// <summary>Tokens looked back on for penalties; -1 for the whole context.</summary>
    public int? RepeatLastN { get; init; }

    /// <summary>Lowers a token's logit by this for each time it was used.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>Lowers a token's logit by this once it was used.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>Weight of the penalty on repeated sequences (DRY); 0 is off.</summary>
    public float? DryMultiplier { get; init; }

    /// <summary>Base of DRY's growth with the length of the repetition.</summary>
    public float? DryBase { get; init; }

    /// <summary>Longest repetition that DRY lets pass.</summary>
    public int? DryAllowedLength { get; init; }

    /// <summary>Tokens that DRY looks back on; -1 for the whole context.</summary>
    public int? DryPenaltyLastN { get; init; }

    /// <summary>Texts that end a repetition for DRY; null for the usual ones.</summary>
    public IReadOnlyList<string>? DrySequenceBreakers { get; init; }

    /// <summary>1 or 2 steers towards <see cref="MirostatTau"/> in place of the cuts; 0 is off.</summary>
    public int? Mirostat { get; init; }

    /// <summary>Surprise that Mirostat aims at, in nats.</summary>
    public float? MirostatTau { get; init; }

    /// <summary>How fast Mirostat learns.</summary>
    public float? MirostatEta { get; init; }

    /// <summary>Added to the logits of these tokens; negative infinity forbids one.</summary>
    public IReadOnlyDictionary<int, float>? LogitBias { get; init; }

    /// <summary>The samplers to apply, in order, by llama-server's names (<c>top_k</c>, <c>min_p</c>, …); null for the usual order.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    /// <summary>
    /// The same seed, request and model give the same answer on one machine while nobody else is answered; beside others the last bits of
    /// the model's numbers may differ. Null draws a seed.
    /// </summary>
    public uint? Seed { get; init; }
}
