namespace GoatHost.TestKit.Gguf;

/// <summary>Writes LoRA adapters as llama.cpp's converter does.</summary>
public static class LoraFile
{
    /// <summary>Writes one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="alpha">Each delta counts this over its rank.</param>
    /// <param name="deltas">What it adds.</param>
    /// <returns>The path.</returns>
    public static string Write(string path, float alpha, params ReadOnlySpan<LoraDelta> deltas)
    {
        var writer = Begin("llama", alpha);
        foreach (var delta in deltas)
        {
            writer.Add(delta.Tensor + ".lora_a", [delta.Inputs, delta.Rank], delta.Shrinking);
            writer.Add(delta.Tensor + ".lora_b", [delta.Rank, delta.Outputs], delta.Growing);
        }
        writer.Write(path);
        return path;
    }

    /// <summary>An adapter without tensors, to be gone on with.</summary>
    public static GgufWriter Begin(string architecture, float alpha)
    {
        var writer = new GgufWriter();
        writer.Keys.Text("general.architecture", architecture);
        writer.Keys.Text("general.type", "adapter");
        writer.Keys.Text("adapter.type", "lora");
        writer.Keys.Real("adapter.lora.alpha", alpha);
        return writer;
    }
}
