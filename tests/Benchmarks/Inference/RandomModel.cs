using System.Globalization;
using System.Runtime.InteropServices;
using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;

namespace GoatHost.Benchmarks.Inference;

/// <summary>Writes a GGUF file of a shape, with random weights and a made-up vocabulary of words.</summary>
internal static class RandomModel
{
    /// <summary>The file, written when it is not there yet.</summary>
    public static string Write(ModelShape shape)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Fixtures.Root, "artifacts", "random-models")).FullName;
        var path = Path.Combine(folder, $"random-{shape.Name}.gguf");
        if (File.Exists(path)) return path;
        var (writer, random) = (new GgufWriter(), new Random(1));
        WriteKeys(writer.Keys, shape);
        foreach (var tensor in Tensors(shape)) Add(writer, tensor, random);
        writer.Write(path + ".part");
        File.Move(path + ".part", path);
        return path;
    }

    private static IEnumerable<Tensor> Tensors(ModelShape shape)
    {
        var (width, hidden) = (shape.Width, shape.Hidden);
        var keys = width / shape.Heads * shape.KeyValueHeads;
        yield return new("token_embd.weight", [width, ModelShape.Vocabulary], WeightBlock.Q8);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"blk.{layer}.");
            yield return new(at + "attn_norm.weight", [width], null);
            yield return new(at + "attn_q.weight", [width, width], shape.Weights);
            yield return new(at + "attn_k.weight", [width, keys], shape.Weights);
            yield return new(at + "attn_v.weight", [width, keys], shape.Weights);
            yield return new(at + "attn_output.weight", [width, width], shape.Weights);
            yield return new(at + "ffn_norm.weight", [width], null);
            yield return new(at + "ffn_gate.weight", [width, hidden], shape.Weights);
            yield return new(at + "ffn_up.weight", [width, hidden], shape.Weights);
            yield return new(at + "ffn_down.weight", [hidden, width], shape.Weights);
        }
        yield return new("output_norm.weight", [width], null);
        if (!shape.Tied) yield return new("output.weight", [width, ModelShape.Vocabulary], WeightBlock.Q8);
    }

    private static void WriteKeys(GgufKeys keys, ModelShape shape)
    {
        keys.Text("general.architecture", "llama");
        keys.Text("general.name", $"random {shape.Name}");
        keys.Number("general.file_type", shape.Weights.FileType);
        keys.Number("llama.context_length", ModelShape.Context);
        keys.Number("llama.embedding_length", (uint)shape.Width);
        keys.Number("llama.feed_forward_length", (uint)shape.Hidden);
        keys.Number("llama.block_count", (uint)shape.Layers);
        keys.Number("llama.attention.head_count", (uint)shape.Heads);
        keys.Number("llama.attention.head_count_kv", (uint)shape.KeyValueHeads);
        keys.Number("llama.rope.dimension_count", (uint)(shape.Width / shape.Heads));
        keys.Real("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        new SyllableVocabulary(ModelShape.Vocabulary).WriteTo(keys);
    }

    private static void Add(GgufWriter writer, Tensor tensor, Random random)
    {
        if (tensor.Block is not { } block)
        {
            writer.Add(tensor.Name, tensor.Dimensions, [.. Enumerable.Repeat(1f, tensor.Dimensions[0])]);
            return;
        }
        var blocks = tensor.Dimensions[0] / WeightBlock.Weights;
        writer.Add(tensor.Name, tensor.Dimensions, block.GgmlType, (long)blocks * tensor.Dimensions[1] * block.Bytes, data =>
        {
            // Values repeat from row to row, and scales do not: the arithmetic does not know, and no two tokens are equally likely.
            var row = new byte[blocks * block.Bytes];
            random.NextBytes(row);
            for (var i = 0; i < tensor.Dimensions[1]; i++)
            {
                for (var at = 0; at < row.Length; at += block.Bytes)
                {
                    var scale = (Half)(block.Scale * (0.5f + random.NextSingle()));
                    MemoryMarshal.Write(row.AsSpan(at), BitConverter.HalfToUInt16Bits(scale));
                }
                data.Write(row);
            }
        });
    }

    /// <summary>A tensor; without blocks its weights are 32-bit floats.</summary>
    private sealed record Tensor(string Name, int[] Dimensions, WeightBlock? Block);
}
