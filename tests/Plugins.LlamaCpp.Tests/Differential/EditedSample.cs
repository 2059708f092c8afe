using System.Buffers.Binary;
using GoatHost.Engine.Tests.Verification.Gguf;
using GoatHost.Engine.Verification.Gguf;

namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>The sample model with one thing changed, and what that is.</summary>
internal sealed record EditedSample(string What, byte[] Bytes)
{
    private const int KeysAt = 24;
    private const int Alignment = 32;

    private static readonly uint[] Edges = [0, 1, 2, 3, 5, 7, 65, 513, 1281, int.MaxValue, uint.MaxValue];
    private static readonly byte[] Sample = File.ReadAllBytes(TinyModel.PathOf("Q4_0"));
    private static readonly GgufFile Header = GgufReader.Read(Sample, "m.gguf", default);

    /// <summary>Each number of its metadata set to each of some numbers.</summary>
    public static IEnumerable<EditedSample> WithNumbers()
    {
        foreach (var (key, value) in Header.Metadata)
        {
            if (value.Type is not (GgufValueType.U32 or GgufValueType.F32)) continue;
            foreach (var edge in Edges)
            {
                var edited = Sample.ToArray();
                BinaryPrimitives.WriteUInt32LittleEndian(edited.AsSpan((int)value.Offset), edge);
                yield return new EditedSample($"{key} = {edge}", edited);
            }
        }
    }

    /// <summary>One bit of the header flipped.</summary>
    public static IEnumerable<EditedSample> WithFlips(int count)
    {
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var flipped = Sample.ToArray();
            // Most of the header are its tokens.
            var at = seed % 2 == 0 ? random.Next((int)Header.DataOffset) : random.Next(1500);
            flipped[at] ^= (byte)(1 << random.Next(8));
            yield return new EditedSample($"a bit flipped at {at}", flipped);
        }
    }

    /// <summary>Keys that the sample lacks and llama.cpp asserts something of.</summary>
    public static IEnumerable<EditedSample> WithKeys()
    {
        yield return With("an unknown way to scale positions", keys => keys.Text("llama.rope.scaling.type", "x"));
        foreach (var (all, used) in new (uint, uint)[] { (4, 0), (4, 5), (0, 2), (1025, 2) })
            yield return With($"{used} of {all} experts", keys => keys.U32("llama.expert_count", all).U32("llama.expert_used_count", used));
        foreach (var groups in new uint[] { 1, 3, 4, 8 })
        {
            yield return With($"4 experts in {groups} groups", keys => keys
                .U32("llama.expert_count", 4).U32("llama.expert_used_count", 2).U32("llama.expert_group_count", groups));
        }
        yield return With("5 of 4 layers for further tokens", keys => keys.U32("llama.nextn_predict_layers", 5));
    }

    /// <summary>The sample with the text of one token written over another's of the same length.</summary>
    public static EditedSample WithTokenTwice()
    {
        var edited = Sample.ToArray();
        var seen = new Dictionary<int, int>();
        for (var at = (int)Header.Metadata["tokenizer.ggml.tokens"].Offset; ;)
        {
            var length = BitConverter.ToInt32(edited, at);
            if (length > 0 && !seen.TryAdd(length, at))
            {
                edited.AsSpan(seen[length], 8 + length).CopyTo(edited.AsSpan(at));
                return new EditedSample("a token twice", edited);
            }
            at += 8 + length;
        }
    }

    /// <summary>Puts keys before the others, and one that fills up to where the weights stay aligned.</summary>
    private static EditedSample With(string what, Action<GgufBuilder> write)
    {
        var added = new GgufBuilder();
        write(added);
        var filler = new GgufBuilder().Text("f", "").Build().Length - KeysAt;
        added.Text("f", new string('f', Alignment - (added.Build().Length - KeysAt + filler) % Alignment));
        var head = added.Build();
        var edited = (byte[])[.. Sample[..KeysAt], .. head[KeysAt..], .. Sample[KeysAt..]];
        BinaryPrimitives.WriteUInt64LittleEndian(edited.AsSpan(16), (ulong)Header.Metadata.Count + BitConverter.ToUInt64(head, 16));
        return new EditedSample(what, edited);
    }
}
