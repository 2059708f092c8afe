using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>
/// LoRA adapters: pairs of small matrices whose product is added to a tensor of a model. What llama.cpp would end its process over, or
/// compute wrongly, is refused here and in <see cref="GgufAdapterFit"/>.
/// </summary>
public static class GgufAdapter
{
    /// <summary>The one kind of adapter that there is a use for.</summary>
    public const string Lora = "lora";

    /// <summary>A table of rows to look up, in which the matrices of a pair stand the other way.</summary>
    internal const string Embedding = "token_embd.weight";

    private const string ShrinkingEnd = ".lora_a";
    private const string GrowingEnd = ".lora_b";
    private const string NormEnd = "_norm.weight";
    private const string Alpha = "adapter.lora.alpha";
    private const int LargestRank = 1 << 14;

    // What convert_lora_to_gguf writes. ggml multiplies by few of the other types, and asserts it.
    private static readonly string[] Types = ["F32", "F16", "BF16", "Q8_0"];

    /// <summary>Whether a file says that it is an adapter.</summary>
    public static bool Is(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Text("general.type") == "adapter";
    }

    /// <summary>Checks an adapter by itself.</summary>
    /// <exception cref="RefusedException">It is none that can be used.</exception>
    public static void Check(IReadOnlyList<GgufFile> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        var file = shards[0];
        if (shards.Count > 1) throw Refuse(file, "it is in several shards, and llama.cpp reads adapters of one file");
        if (file.Text("adapter.type") is not Lora)
            throw Refuse(file, $"it is an adapter of the kind \"{ShownText.Of(file.Text("adapter.type") ?? "")}\", and only lora is known");
        if (file.Metadata.ContainsKey("adapter.alora.invocation_tokens"))
            throw Refuse(file, "it is an activated LoRA, which takes hold after certain words only, and that is not offered here");
        if (file.Metadata.GetValueOrDefault(Alpha) is not { Type: GgufValueType.F32, Real: { } alpha } || !double.IsFinite(alpha))
            throw Refuse(file, $"{Alpha} is no 32-bit floating-point number");
        if (file.Tensors.Count == 0) throw Refuse(file, "it changes no tensor");
        foreach (var (name, pair) in Pairs(file)) Check(file, name, pair);
    }

    /// <summary>The pairs of an adapter, by the tensors that they change.</summary>
    internal static Dictionary<string, LoraPair> Pairs(GgufFile file)
    {
        var pairs = new Dictionary<string, LoraPair>(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors)
        {
            if (Changed(tensor.Name, ShrinkingEnd) is { } shrunk) pairs[shrunk] = pairs.GetValueOrDefault(shrunk, new()) with { Shrinking = tensor };
            else if (Changed(tensor.Name, GrowingEnd) is { } grown) pairs[grown] = pairs.GetValueOrDefault(grown, new()) with { Growing = tensor };
            // Retrained norms are passed over by llama.cpp too: what is left works without them.
            else if (!tensor.Name.EndsWith(NormEnd, StringComparison.Ordinal))
                throw Refuse(file, $"it holds {ShownText.Of(tensor.Name)}, which is no part of a LoRA");
        }
        return pairs;
    }

    // As llama.cpp tells them; Gemma has a second table under a longer name.
    internal static bool IsLookup(string name) => name.EndsWith(Embedding, StringComparison.Ordinal);

    private static void Check(GgufFile file, string name, LoraPair pair)
    {
        if (pair is not { Shrinking: { } a, Growing: { } b })
            throw Refuse(file, $"of the two matrices that change {ShownText.Of(name)} one is missing");
        CheckMatrix(file, a);
        CheckMatrix(file, b);
        var rank = pair.Rank(IsLookup(name));
        if (rank != b.Dimensions[0] || rank > LargestRank)
            throw Refuse(file, $"the two matrices that change {ShownText.Of(name)} do not meet at one rank of at most {LargestRank}");
    }

    private static void CheckMatrix(GgufFile file, GgufTensor matrix)
    {
        var shown = ShownText.Of(matrix.Name);
        if (!Types.Contains(matrix.Type.Name))
            throw Refuse(file, $"{shown} is of the type {matrix.Type.Name}, which no converter writes for adapters");
        if (matrix.Elements == 0 || matrix.Dimensions.Count is < 2 or > 3) throw Refuse(file, $"{shown} is no matrix");
    }

    // llama.cpp takes the ending out wherever it stands in the name.
    private static string? Changed(string name, string end) =>
        name.EndsWith(end, StringComparison.Ordinal) ? name.Replace(end, "", StringComparison.Ordinal) : null;

    private static RefusedException Refuse(GgufFile file, string reason) =>
        new($"{ShownText.Of(file.Name)} is not usable as an adapter, as {reason}; get it again, or from somewhere else.");
}
