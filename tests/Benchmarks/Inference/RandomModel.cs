using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks.Inference;

/// <summary>Writes a GGUF file of a shape, with random weights and a made-up vocabulary of words.</summary>
internal static class RandomModel
{
    private const int Alignment = 32;
    private const uint F32 = 0;

    /// <summary>The file, written when it is not there yet.</summary>
    public static string Write(ModelShape shape)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Fixtures.Root, "artifacts", "random-models")).FullName;
        var path = Path.Combine(folder, $"random-{shape.Name}.gguf");
        if (File.Exists(path)) return path;
        using (var file = File.Create(path + ".part"))
        {
            using var writer = new BinaryWriter(file);
            var tensors = Tensors(shape).ToList();
            WriteHeader(writer, shape, tensors);
            var random = new Random(1);
            foreach (var tensor in tensors) WriteData(writer, tensor, random);
        }
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

    private static void WriteHeader(BinaryWriter writer, ModelShape shape, List<Tensor> tensors)
    {
        var keys = new GgufKeys();
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
        keys.Text("tokenizer.ggml.model", "llama");
        keys.Texts("tokenizer.ggml.tokens", Words.All);
        keys.Reals("tokenizer.ggml.scores", [.. Enumerable.Range(0, ModelShape.Vocabulary).Select(at => -(float)at)]);
        keys.Integers("tokenizer.ggml.token_type", [.. Enumerable.Range(0, ModelShape.Vocabulary).Select(Words.KindOf)]);
        keys.Number("tokenizer.ggml.bos_token_id", 1);
        keys.Number("tokenizer.ggml.eos_token_id", 2);

        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        keys.WriteTo(writer);
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            GgufKeys.Write(writer, tensor.Name);
            writer.Write((uint)tensor.Dimensions.Length);
            foreach (var dimension in tensor.Dimensions) writer.Write((ulong)dimension);
            writer.Write(tensor.Block?.GgmlType ?? F32);
            writer.Write((ulong)offset);
            offset += Padded(tensor.Bytes);
        }
        Pad(writer);
    }

    private static void WriteData(BinaryWriter writer, Tensor tensor, Random random)
    {
        if (tensor.Block is not { } block)
        {
            for (var i = 0; i < tensor.Weights; i++) writer.Write(1f);
        }
        else
        {
            // Values repeat from row to row: the arithmetic does not know.
            var row = new byte[tensor.Dimensions[0] / WeightBlock.Weights * block.Bytes];
            random.NextBytes(row);
            var scale = BitConverter.HalfToUInt16Bits((Half)block.Scale);
            for (var at = 0; at < row.Length; at += block.Bytes) MemoryMarshal.Write(row.AsSpan(at), scale);
            for (var i = 0; i < tensor.Dimensions[1]; i++) writer.Write(row);
        }
        Pad(writer);
    }

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        var at = writer.BaseStream.Position;
        writer.Write(new byte[Padded(at) - at]);
    }

    /// <summary>A tensor; without blocks its weights are 32-bit floats.</summary>
    private sealed record Tensor(string Name, int[] Dimensions, WeightBlock? Block)
    {
        public long Weights => Dimensions.Aggregate(1L, (product, dimension) => product * dimension);

        public long Bytes => Block is null ? Weights * sizeof(float) : Weights / WeightBlock.Weights * Block.Bytes;
    }

    /// <summary>A vocabulary as SentencePiece has it: three marks, 256 bytes, and words of syllables.</summary>
    private static class Words
    {
        private const int FirstWord = 3 + 256;

        public static string[] All { get; } = [.. Enumerable.Range(0, ModelShape.Vocabulary).Select(Text)];

        /// <summary><c>enum llama_token_type</c>: unknown 2, control 3, byte 6, normal 1.</summary>
        public static int KindOf(int token) => token switch { 0 => 2, 1 or 2 => 3, < FirstWord => 6, _ => 1 };

        private static string Text(int token) => token switch
        {
            0 => "<unk>",
            1 => "<s>",
            2 => "</s>",
            < FirstWord => string.Create(CultureInfo.InvariantCulture, $"<0x{token - 3:X2}>"),
            _ => Word(token - FirstWord),
        };

        private static string Word(int number)
        {
            var word = new StringBuilder("\u2581");
            for (var rest = number; ; rest /= 80)
            {
                word.Append("bcdfghjklmnprstv"[rest % 80 / 5]).Append("aeiou"[rest % 5]);
                if (rest < 80) return word.ToString();
            }
        }
    }
}
