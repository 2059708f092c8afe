using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>A request of <c>/v1/responses</c>, read and checked. <paramref name="Body"/> is what the answer repeats of it.</summary>
internal sealed record ResponseRequest(string Model, GenerationRequest Generation, bool Stream, JsonFields Body);
