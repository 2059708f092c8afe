using GoatHost.Abstractions;

namespace GoatHost.Control;

/// <summary>Load a model that is on this machine.</summary>
internal sealed record LoadRequest(string Model, SessionOptions Options)
{
    /// <summary>Adapters from the store to load with it, and how strongly they are felt.</summary>
    public IReadOnlyList<AdapterScale> Adapters { get; init; } = [];
}

/// <summary>Let a model answer.</summary>
internal sealed record GenerateRequest(string Model, SessionOptions Options, GenerationRequest Request)
{
    /// <inheritdoc cref="LoadRequest.Adapters"/>
    public IReadOnlyList<AdapterScale> Adapters { get; init; } = [];
}

/// <summary>Which models to unload.</summary>
/// <param name="Model">A name; null for all.</param>
internal sealed record StopRequest(string? Model);

/// <summary>Fetch a model, watch who fetches it, or end the fetching.</summary>
/// <param name="Reference">What was typed; the path of a file is absolute, as the server stands elsewhere.</param>
/// <param name="Quantization">The quantization asked for, if one was.</param>
/// <param name="AllowUnproven">Take a model of which less is proven than its source asks.</param>
internal sealed record PullRequest(string Reference, string? Quantization, bool AllowUnproven = false);
