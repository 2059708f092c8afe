namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>An answer of <c>/completion</c> or <c>/infill</c>: whole, or in a stream what is new in it.</summary>
internal sealed record LlamaCompletion(int Index, string Content, IReadOnlyList<int> Tokens, bool Stop)
{
    public IReadOnlyList<LlamaProbability>? CompletionProbabilities { get; init; }

    // What follows is known at the end.
    public string? Model { get; init; }
    public string? Prompt { get; init; }
    public int? IdSlot { get; init; }
    public int? TokensPredicted { get; init; }
    public int? TokensEvaluated { get; init; }
    public int? TokensCached { get; init; }
    public bool? Truncated { get; init; }
    public bool? HasNewLine { get; init; }
    public string? StopType { get; init; }
    public string? StoppingWord { get; init; }
    public LlamaGenerationSettings? GenerationSettings { get; init; }
    public Timings? Timings { get; init; }
}

/// <summary>A token that was drawn, and in <see cref="TopLogprobs"/> the likeliest at its place.</summary>
internal sealed record LlamaProbability(int Id, string Token, IReadOnlyList<int> Bytes, float Logprob)
{
    public IReadOnlyList<LlamaProbability>? TopLogprobs { get; init; }
}
