using GoatHost.Abstractions;

namespace GoatHost.Http.Anthropic;

/// <summary>A request of <c>/v1/messages</c>, read and checked.</summary>
internal sealed record MessagesRequest(string Model, GenerationRequest Generation, bool Stream);
