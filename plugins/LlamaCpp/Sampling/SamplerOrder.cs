using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>The order of the samplers, by llama-server's names for them.</summary>
internal static class SamplerOrder
{
    private const int Most = 32;

    /// <summary>llama-server's own order.</summary>
    private static readonly SamplerKind[] Usual = Enum.GetValues<SamplerKind>();

    /// <summary>Reads an order; null is the usual one.</summary>
    public static IReadOnlyList<SamplerKind> Read(IReadOnlyList<string>? names)
    {
        if (names is null) return Usual;
        if (names.Count > Most) throw new RequestException($"The order names {names.Count} samplers, and at most {Most} can be applied.");
        return [.. names.Select(Read)];
    }

    private static SamplerKind Read(string name) => name switch
    {
        "penalties" => SamplerKind.Penalties,
        "dry" => SamplerKind.Dry,
        "top_n_sigma" or "top-n-sigma" => SamplerKind.TopNSigma,
        "top_k" or "top-k" => SamplerKind.TopK,
        "typ_p" or "typ-p" or "typ" or "typical" or "typical_p" or "typical-p" => SamplerKind.TypicalP,
        "top_p" or "top-p" or "nucleus" => SamplerKind.TopP,
        "min_p" or "min-p" => SamplerKind.MinP,
        "xtc" => SamplerKind.Xtc,
        "temperature" or "temp" => SamplerKind.Temperature,
        _ => throw new RequestException(
            $"There is no sampler '{(name.Length > 40 ? name[..40] + "…" : name)}': "
            + "the order may name penalties, dry, top_n_sigma, top_k, typ_p, top_p, min_p, xtc and temperature."),
    };
}
