namespace GoatHost.Abstractions;

/// <summary>Texts to embed, each as one vector.</summary>
/// <param name="Inputs">What to embed, in order.</param>
public sealed record EmbeddingRequest(IReadOnlyList<EmbeddingInput> Inputs)
{
    /// <summary>Cuts off the end of a text that is too long; without it such a text is refused.</summary>
    public bool Truncate { get; init; }

    /// <summary>Scales each vector to L2 length 1.</summary>
    public bool Normalize { get; init; } = true;

    /// <inheritdoc cref="GenerationRequest.Adapters"/>
    public IReadOnlyList<AdapterScale>? Adapters { get; init; }
}

/// <summary>A text to embed: as itself or as token ids. One of the two is set.</summary>
public sealed record EmbeddingInput
{
    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>Its tokens, marks included.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }
}

/// <summary>Embedded texts.</summary>
/// <param name="Vectors">One for each text, of as many dimensions as the model's embedding.</param>
/// <param name="PromptTokens">Tokens of all the texts.</param>
public sealed record EmbeddingResult(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int PromptTokens);

/// <summary>Texts to be scored by how well they answer a query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Documents">The texts.</param>
public sealed record RankRequest(string Query, IReadOnlyList<string> Documents)
{
    /// <inheritdoc cref="GenerationRequest.Adapters"/>
    public IReadOnlyList<AdapterScale>? Adapters { get; init; }
}

/// <summary>Scored texts.</summary>
/// <param name="Scores">One for each text, in order; greater is better, and only scores of one model compare.</param>
/// <param name="PromptTokens">Tokens of all the pairs.</param>
public sealed record RankResult(IReadOnlyList<float> Scores, int PromptTokens);

/// <summary>A text to split into tokens.</summary>
/// <param name="Text">The text.</param>
public sealed record TokenizeRequest(string Text)
{
    /// <summary>Adds the begin and end marks that the model wants.</summary>
    public bool AddMarks { get; init; }

    /// <summary>Reads marks such as <c>&lt;|im_start|&gt;</c> in the text as the tokens that they name.</summary>
    public bool ReadMarks { get; init; } = true;
}
