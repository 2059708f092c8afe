using System.Runtime.InteropServices;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;

namespace Plugins.LlamaCpp.Tests.Adapters;

/// <summary>The sample's weights as 32-bit floats, as they are and with adapters added to them, and those adapters as files.</summary>
internal sealed class TinyAdapters : IDisposable
{
    private const float Alpha = 8;

    private static readonly byte[] Sample = File.ReadAllBytes(TinyModel.PathOf("F16"));
    private static readonly GgufFile Header = GgufReader.Read(Sample, "sample.gguf", default);

    private readonly TempFolder _folder = new();

    /// <summary>Deltas for tensors of every kind that a sample's layer has.</summary>
    public static LoraDelta[] Deltas(float strength = 0.2f, int seed = 1, int rank = 4) =>
    [
        LoraDelta.Of("blk.0.attn_q.weight", 192, 192, rank, strength, seed),
        LoraDelta.Of("blk.1.attn_v.weight", 192, 64, rank, strength, seed + 1),
        LoraDelta.Of("blk.2.ffn_down.weight", 352, 192, rank, strength, seed + 2),
        LoraDelta.Of("blk.3.attn_output.weight", 192, 192, rank * 2, strength, seed + 3),
    ];

    public void Dispose() => _folder.Dispose();

    /// <summary>An adapter as a file.</summary>
    public string Write(string name, params LoraDelta[] deltas) => LoraFile.Write(_folder[name], Alpha, deltas);

    /// <summary>The sample as floats, with deltas added at a scale.</summary>
    public VerifiedModel Merged(string name, float scale, params LoraDelta[] deltas)
    {
        var writer = new GgufWriter();
        writer.Keys.Copy(Sample[24..TableAt()], (ulong)Header.Metadata.Count);
        foreach (var tensor in Header.Tensors)
        {
            var weights = Floats(tensor);
            foreach (var delta in deltas.Where(delta => delta.Tensor == tensor.Name)) weights = delta.AddedTo(weights, scale * Alpha / delta.Rank);
            writer.Add(tensor.Name, [.. tensor.Dimensions.Select(size => (int)size)], weights);
        }
        writer.Write(_folder[name]);
        return TinyModel.Describe("F32", _folder[name]);
    }

    /// <summary>The first tensor's entry, found by its name: the keys end there.</summary>
    private static int TableAt()
    {
        var name = Encoding.UTF8.GetBytes(Header.Tensors[0].Name);
        return Sample.AsSpan().IndexOf((byte[])[.. BitConverter.GetBytes((ulong)name.Length), .. name]);
    }

    private static float[] Floats(GgufTensor tensor)
    {
        var bytes = Sample.AsSpan((int)tensor.Offset, (int)tensor.Size);
        if (tensor.Type.Name == "F32") return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Assert.Equal("F16", tensor.Type.Name);
        return [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(half => (float)half)];
    }
}
