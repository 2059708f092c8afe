using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary>A request of <c>/v1/completions</c>, read and checked: one generation for each prompt.</summary>
internal sealed record CompletionRequest(
    string Model, IReadOnlyList<GenerationRequest> Prompts, int ChoicesOfPrompt, bool Echo, bool Stream, bool IncludeUsage)
{
    /// <summary>How many answers are generated to each prompt, of which the best are told.</summary>
    public int Tried { get; init; }

    /// <summary>Whether log-probabilities are told.</summary>
    public bool TellsTokens { get; init; }

    public int Choices => Prompts.Count * ChoicesOfPrompt;
}
