using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>What the last line of an answer tells.</summary>
/// <param name="Generation">How the generation ended.</param>
/// <param name="Total">Since the request came.</param>
/// <param name="Load">Of that, until the model was there.</param>
/// <param name="Context">The conversation as tokens, where the request can be gone on with.</param>
internal sealed record AnswerEnd(GenerationEnd Generation, TimeSpan Total, TimeSpan Load, IReadOnlyList<int>? Context);
