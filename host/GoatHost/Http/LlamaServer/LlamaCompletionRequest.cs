using GoatHost.Abstractions;

namespace GoatHost.Http.LlamaServer;

/// <summary>A request of <c>/completion</c> or <c>/infill</c>, read and checked.</summary>
/// <param name="IsList">Whether a list of prompts came: then a list of answers goes.</param>
/// <param name="Probabilities">Whether each token's likeliest are told.</param>
/// <param name="Tokens">Whether token ids are told.</param>
internal sealed record LlamaCompletionRequest(
    string Model, IReadOnlyList<GenerationRequest> Prompts, bool IsList, bool Probabilities, bool Tokens, bool Stream)
{
    /// <summary>The same with adapters, if they are not left to the model.</summary>
    public LlamaCompletionRequest With(IReadOnlyList<AdapterScale>? adapters) =>
        adapters is null ? this : this with { Prompts = [.. Prompts.Select(prompt => prompt with { Adapters = adapters })] };
}
