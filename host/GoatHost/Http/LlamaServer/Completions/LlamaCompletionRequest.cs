using GoatHost.Abstractions;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>A request of <c>/completion</c> or <c>/infill</c>, read and checked.</summary>
/// <param name="Model">As the client wrote it, or the only one there is.</param>
/// <param name="Common">What is asked with each of the prompts.</param>
/// <param name="Prompts">What is gone on with.</param>
internal sealed record LlamaCompletionRequest(string Model, GenerationRequest Common, IReadOnlyList<MixedPrompt> Prompts)
{
    /// <summary>Whether a list of prompts came: then a list of answers goes.</summary>
    public bool IsList { get; init; }

    public bool Stream { get; init; }

    /// <summary>Whether each token's likeliest are told.</summary>
    public bool TellsProbabilities { get; init; }

    /// <summary>Whether token ids are told.</summary>
    public bool TellsTokens { get; init; }

    /// <summary>Whether each event says how fast it goes.</summary>
    public bool TellsTimings { get; init; }

    /// <summary>The slot asked for. Here requests share one context, and any place in it is as good.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>The fields of the answer that are wanted, each a path with <c>/</c>; none for all.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The same with adapters, if they are not left to the model.</summary>
    public LlamaCompletionRequest With(IReadOnlyList<AdapterScale>? adapters) =>
        adapters is null ? this : this with { Common = Common with { Adapters = adapters } };
}
