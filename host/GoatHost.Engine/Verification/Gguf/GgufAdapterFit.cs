using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Holds a sound adapter against the model that it is to change.</summary>
public static class GgufAdapterFit
{
    private const string Output = "output.weight";

    /// <summary>Checks that an adapter is made for a model.</summary>
    /// <param name="adapter">The adapter's header, which stood up to <see cref="GgufAdapter"/>.</param>
    /// <param name="model">The model's headers.</param>
    /// <exception cref="RequestException">It is made for another.</exception>
    public static void Check(GgufFile adapter, IReadOnlyList<GgufFile> model)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(model);
        var (made, given) = (adapter.Text("general.architecture") ?? "", model[0].Text("general.architecture") ?? "");
        if (made != given)
            throw Unfit(adapter, model, $"it is made for the architecture {ShownText.Of(made)}, and this is {ShownText.Of(given)}");
        var tensors = model.SelectMany(shard => shard.Tensors).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        // llama.cpp scales products by such weights in an order that does not go with adapters, and asserts it.
        if (tensors.Values.Any(tensor => tensor.Type.Name == "NVFP4"))
            throw Unfit(adapter, model, "llama.cpp changes no weights of the type NVFP4");
        foreach (var (name, pair) in GgufAdapter.Pairs(adapter))
        {
            if (Misfit(name, pair, tensors) is { } reason) throw Unfit(adapter, model, reason);
        }
    }

    private static string? Misfit(string name, LoraPair pair, Dictionary<string, GgufTensor> tensors)
    {
        var (shown, isLookup) = (ShownText.Of(name), GgufAdapter.IsLookup(name));
        if (!tensors.TryGetValue(name, out var tensor)) return $"it changes {shown}, which the model does not have";
        // As an output the same tensor would be multiplied by the pair that stands the other way: an assert in ggml.
        if (name == GgufAdapter.Embedding && !tensors.ContainsKey(Output))
            return $"it changes {shown}, which is the model's output too, and llama.cpp cannot change it for one alone";
        return pair.Fits(tensor, isLookup)
            ? null
            : $"its change of {shown} has the shape {pair.Shape(isLookup)}, and the tensor has {LoraPair.Shape(tensor.Dimensions)}";
    }

    private static RequestException Unfit(GgufFile adapter, IReadOnlyList<GgufFile> model, string reason) => new(
        $"The adapter {ShownText.Of(adapter.Name)} does not fit {ShownText.Of(model[0].Name)}, as {reason}: "
        + "take one that was trained for this model.");
}
