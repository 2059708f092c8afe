using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>A request of <c>/v1/chat/completions</c>, read and checked.</summary>
/// <param name="Model">As the client wrote it; answers echo it.</param>
/// <param name="Choices">How many answers.</param>
internal sealed record ChatRequest(string Model, GenerationRequest Generation, int Choices, bool Stream, bool IncludeUsage);
