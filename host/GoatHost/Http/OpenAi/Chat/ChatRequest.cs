using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>A request of <c>/v1/chat/completions</c>, read and checked.</summary>
/// <param name="Model">As the client wrote it; answers echo it.</param>
internal sealed record ChatRequest(string Model, GenerationRequest Generation, bool Stream, bool IncludeUsage);
