namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>Samplers whose order a request may choose.</summary>
internal enum SamplerKind
{
    Penalties,
    Dry,
    TopNSigma,
    TopK,
    TypicalP,
    TopP,
    MinP,
    Xtc,
    Temperature,
}
