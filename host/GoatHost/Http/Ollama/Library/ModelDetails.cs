using System.Globalization;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Ollama.Library;

/// <summary>The facts of a model that lists show.</summary>
internal sealed record ModelDetails(
    string ParentModel,
    string Format,
    string Family,
    IReadOnlyList<string> Families,
    string ParameterSize,
    string QuantizationLevel,
    int ContextLength,
    int EmbeddingLength)
{
    public static ModelDetails Of(StoredModel model)
    {
        var summary = model.Summary;
        return new ModelDetails(
            model.Derivation?.From ?? "", "gguf", summary.Architecture, [summary.Architecture], Size(summary.Parameters),
            summary.Quantization, summary.ContextLength, summary.EmbeddingLength);
    }

    /// <summary>As Ollama writes a model's size: <c>7.2B</c>, <c>134.52M</c>.</summary>
    internal static string Size(long parameters) => parameters switch
    {
        >= 999_995_000 => Text(parameters / 1e9, "B"),
        >= 999_995 => Text(parameters / 1e6, "M", "0.##"),
        >= 1000 => Text(parameters / 1e3, "K"),
        _ => parameters.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(double value, string unit, string format = "0.#") =>
        value.ToString(format, CultureInfo.InvariantCulture) + unit;
}
