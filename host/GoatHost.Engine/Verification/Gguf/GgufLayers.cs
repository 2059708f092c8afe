using System.Globalization;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Checks the number of layers against the tensors of layers.</summary>
internal static class GgufLayers
{
    // LLAMA_MAX_LAYERS: llama.cpp asserts it, which ends the process.
    private const int Most = 512;

    private static readonly string[] Scalings = ["none", "linear", "yarn", "longrope"];

    public static void Check(GgufConsistency header, IReadOnlyList<GgufTensor> tensors)
    {
        var key = header.Key("block_count");
        CheckScaling(header, header.Key("rope.scaling.type"));
        if (header.Whole("block_count") is not { } layers || tensors.Count == 0) return;
        if (layers is < 1 or > Most) throw header.Refuse(key, $"it says that it has {layers} layers, not from 1 to {Most}");
        var predicting = header.Whole("nextn_predict_layers") ?? 0;
        if (predicting < 0 || predicting > layers)
            throw header.Refuse(header.Key("nextn_predict_layers"), $"{predicting} of its {layers} layers predict further tokens");

        var found = new HashSet<int>();
        foreach (var tensor in tensors)
        {
            if (LayerOf(tensor.Name) is not { } layer) continue;
            if (layer >= layers) throw header.Refuse(key, $"it says that it has {layers} layers, and holds {ShownText.Of(tensor.Name)}");
            found.Add(layer);
        }
        // Where layers differ in their heads or their width, one may have no tensors at all; and prediction layers may be cut off.
        if (found.Count == 0 || header.Each("attention.head_count").Count > 1 || header.Each("feed_forward_length").Count > 1) return;
        for (var layer = 0; layer < layers - predicting; layer++)
        {
            if (!found.Contains(layer)) throw header.Refuse(key, $"it says that it has {layers} layers, and holds no tensor blk.{layer}");
        }
    }

    private static void CheckScaling(GgufConsistency header, string key)
    {
        if (header.Value(key)?.Text is { } type && !Scalings.Contains(type))
            throw header.Refuse(key, $"{key} is \"{ShownText.Of(type)}\", which is no way to scale positions");
    }

    /// <summary>The layer of <c>blk.12.attn_q.weight</c>, or null for a tensor of none.</summary>
    private static int? LayerOf(string tensor)
    {
        if (!tensor.StartsWith("blk.", StringComparison.Ordinal)) return null;
        var end = tensor.IndexOf('.', 4);
        return end > 4 && int.TryParse(tensor.AsSpan(4, end - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : null;
    }
}
