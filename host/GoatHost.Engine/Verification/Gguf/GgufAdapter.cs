using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>
/// LoRA adapters: pairs of small matrices whose product is added to a tensor of a model. What llama.cpp would end its process over, or
/// compute wrongly, is refused here.
/// </summary>
public static class GgufAdapter
{
    /// <summary>The one kind of adapter that there is a use for.</summary>
    public const string Lora = "lora";

    private const string ShrinkingEnd = ".lora_a";
    private const string GrowingEnd = ".lora_b";
    private const string NormEnd = "_norm.weight";
    private const string Embedding = "token_embd.weight";
    private const string Output = "output.weight";
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
        var file = shards.Count == 1 ? shards[0] : throw Refuse(shards[0], "it is in several shards, and llama.cpp reads adapters of one file");
        if (file.Text("adapter.type") is not Lora) throw Refuse(file, $"it is an adapter of the kind \"{ShownText.Of(file.Text("adapter.type") ?? "")}\", and only lora is known");
        if (file.Metadata.ContainsKey("adapter.alora.invocation_tokens")) throw Refuse(file, "it is an activated LoRA, which takes hold after certain words only, and that is not offered here");
        if (!file.Metadata.TryGetValue(Alpha, out var alpha) || alpha is not { Type: GgufValueType.F32, Real: { } real } || !double.IsFinite(real))
            throw Refuse(file, $"{Alpha} is no 32-bit floating-point number");
        if (file.Tensors.Count == 0) throw Refuse(file, "it changes no tensor");
        foreach (var (name, pair) in Pairs(file)) Check(file, name, pair);
    }

    /// <summary>Holds an adapter that stood up to <see cref="Check(IReadOnlyList{GgufFile})"/> against the model that it is to change.</summary>
    /// <param name="adapter">The adapter's header.</param>
    /// <param name="model">The model's headers.</param>
    /// <exception cref="RequestException">It is made for another model.</exception>
    public static void CheckFit(GgufFile adapter, IReadOnlyList<GgufFile> model)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(model);
        var (made, given) = (adapter.Text("general.architecture") ?? "", model[0].Text("general.architecture") ?? "");
        if (made != given) throw Unfit(adapter, model, $"it is made for the architecture {ShownText.Of(made)}, and this is {ShownText.Of(given)}");
        var tensors = model.SelectMany(shard => shard.Tensors).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        // llama.cpp scales products by such weights in an order that does not go with adapters.
        if (tensors.Values.Any(tensor => tensor.Type.Name == "NVFP4")) throw Unfit(adapter, model, "llama.cpp changes no weights of the type NVFP4");
        foreach (var (name, pair) in Pairs(adapter))
        {
            if (!tensors.TryGetValue(name, out var tensor)) throw Unfit(adapter, model, $"it changes {ShownText.Of(name)}, which the model does not have");
            if (name == Embedding && !tensors.ContainsKey(Output)) throw Unfit(adapter, model, "it changes token_embd.weight, which is the model's output too, and llama.cpp cannot change it for one alone");
            if (!pair.Fits(tensor, IsLookup(name)))
            {
                throw Unfit(adapter, model,
                    $"its change of {ShownText.Of(name)} has the shape {pair.Shape(IsLookup(name))}, and the tensor has {LoraPair.Shape(tensor.Dimensions)}");
            }
        }
    }

    private static void Check(GgufFile file, string name, LoraPair pair)
    {
        var shown = ShownText.Of(name);
        if (pair is not { Shrinking: { } a, Growing: { } b }) throw Refuse(file, $"of the two matrices that change {shown} one is missing");
        foreach (var matrix in new[] { a, b })
        {
            if (!Types.Contains(matrix.Type.Name)) throw Refuse(file, $"{ShownText.Of(matrix.Name)} is of the type {matrix.Type.Name}, which no converter writes for adapters");
            if (matrix.Elements == 0 || matrix.Dimensions.Count is < 2 or > 3) throw Refuse(file, $"{ShownText.Of(matrix.Name)} is no matrix");
        }
        var rank = pair.Rank(IsLookup(name));
        if (rank != b.Dimensions[0] || rank > LargestRank) throw Refuse(file, $"the two matrices that change {shown} do not meet at one rank of at most {LargestRank}");
    }

    private static Dictionary<string, LoraPair> Pairs(GgufFile file)
    {
        var pairs = new Dictionary<string, LoraPair>(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors)
        {
            if (Changed(tensor.Name, ShrinkingEnd) is { } shrunk) pairs[shrunk] = pairs.GetValueOrDefault(shrunk, new LoraPair()) with { Shrinking = tensor };
            else if (Changed(tensor.Name, GrowingEnd) is { } grown) pairs[grown] = pairs.GetValueOrDefault(grown, new LoraPair()) with { Growing = tensor };
            // Retrained norms are passed over by llama.cpp too: what is left works without them.
            else if (!tensor.Name.EndsWith(NormEnd, StringComparison.Ordinal))
                throw Refuse(file, $"it holds {ShownText.Of(tensor.Name)}, which is no part of a LoRA");
        }
        return pairs;
    }

    // llama.cpp takes the ending out wherever it stands in the name.
    private static string? Changed(string name, string end) =>
        name.EndsWith(end, StringComparison.Ordinal) ? name.Replace(end, "", StringComparison.Ordinal) : null;

    // As llama.cpp tells them; Gemma has a second table under a longer name.
    private static bool IsLookup(string name) => name.EndsWith(Embedding, StringComparison.Ordinal);

    private static RefusedException Refuse(GgufFile file, string reason) =>
        new($"{ShownText.Of(file.Name)} is not usable as an adapter, as {reason}; get it again, or from somewhere else.");

    private static RequestException Unfit(GgufFile adapter, IReadOnlyList<GgufFile> model, string reason) =>
        new($"The adapter {ShownText.Of(adapter.Name)} does not fit {ShownText.Of(model[0].Name)}, as {reason}: take one that was trained for this model.");
}
