using GoatHost.Abstractions;
using GoatHost.Engine.Tests.Verification.Gguf;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>The host's reader of GGUF beside ggml's own: what the host accepts ggml accepts, and where the host is stricter it is so on purpose.</summary>
public class ReaderDifferenceTests
{
    /// <summary>Every reason for which the host refuses what ggml would read, each with a file of that kind.</summary>
    private static readonly Dictionary<string, byte[]> StricterOnPurpose = new()
    {
        // ggml keeps names as bytes; here they are shown, compared and looked up.
        ["is not UTF-8"] = new GgufBuilder().RawKey(w => { w.Write(2UL); w.Write([0xC0, 0x80, 4, 0, 0, 0, 1, 0, 0, 0]); }).Build(),
        ["holds control characters"] = new GgufBuilder().U32("a\nb", 1).Build(),
        ["is empty"] = new GgufBuilder().Tensor("", 0, [1], 4).Build(),
        // C++ leaves undefined what a bool of 2 is.
        ["is a bool and holds"] = new GgufBuilder().Key("a", 7, w => w.Write((byte)2)).Build(),
        // ggml's reader leaves the weights to whoever maps the file.
        ["does not end inside the file"] = new GgufBuilder { CutBytes = 31 }.Tensor("a", 0, [8], 32).Build(),
        // Alignments below 8 put numbers askew in memory; those of gigabytes make room for nothing.
        ["not a power of two from 8 to"] = new GgufBuilder { Alignment = 1 }.U32("general.alignment", 1).Tensor("a", 0, [1], 4).Build(),
        // Sizes whose product overflows before a zero makes it nothing.
        ["than 63 bits can count"] = new GgufBuilder().Tensor("a", 0, [1UL << 62, 4, 0], 0).Build(),
        // llama.cpp dies of it, though not in this reader.
        ["is that of another token too"] = new GgufBuilder()
            .Array("tokenizer.ggml.tokens", 8, 2, w => { GgufBuilder.WriteText(w, "a"); GgufBuilder.WriteText(w, "a"); }).Build(),
        // More than any real model has.
        ["that are allowed"] = new GgufBuilder().U32(new string('k', 70_000), 1).Build(),
    };

    [Fact]
    public async Task Is_stricter_than_ggml_for_a_short_list_of_reasons()
    {
        var theirs = await LlamaCpp.AskAsync(nameof(NativeReader), [.. StricterOnPurpose.Values]);
        Assert.All(theirs, verdict => Assert.Equal(Verdict.Accepted, verdict));
        Assert.All(StricterOnPurpose, known => Assert.Contains(known.Key, Refusal(known.Value), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Accepts_nothing_that_ggml_refuses_and_refuses_more_only_on_purpose()
    {
        var files = Sound().Concat(Hostile(Rounds.Of(4000, 200_000))).ToList();
        var theirs = await LlamaCpp.AskAsync(nameof(NativeReader), files);

        var (both, stricter) = (0, 0);
        for (var i = 0; i < files.Count; i++)
        {
            var refusal = Refusal(files[i]);
            if (refusal is null)
            {
                Assert.True(theirs[i] == Verdict.Accepted, $"file {i} is accepted here, and ggml: {theirs[i]}");
                both++;
            }
            else if (theirs[i] == Verdict.Accepted)
            {
                Assert.True(StricterOnPurpose.Keys.Any(reason => refusal.Contains(reason, StringComparison.Ordinal)), $"file {i} is accepted by ggml: {refusal}");
                stricter++;
            }
        }
        Assert.InRange(both, Sound().Count() + files.Count / 50, files.Count);
        Assert.InRange(stricter, 10, files.Count);
    }

    [Fact]
    public async Task Knows_every_type_that_ggml_knows_by_the_same_size()
    {
        var types = Enumerable.Range(0, 64).ToList();
        var theirs = await LlamaCpp.AskAsync(nameof(NativeReader), [.. types.Select(type => OneTensor((uint)type))]);
        var here = types.Where(type => GgufTensorType.Find((uint)type) is not null);
        Assert.Equal(types.Where(type => theirs[type] == Verdict.Accepted), here);
    }

    /// <summary>Each type, each alignment, both versions, one to four dimensions; the offset of a second tensor tells the size of the first.</summary>
    private static IEnumerable<byte[]> Sound()
    {
        foreach (var type in GgufTensorType.All)
        {
            ulong row = (ulong)type.BlockElements;
            foreach (var dimensions in new ulong[][] { [row], [2 * row, 3], [row, 1, 2], [row, 2, 1, 2], [0], [row, 0, 5] })
            {
                var elements = (long)dimensions.Aggregate(1UL, (product, size) => product * size);
                yield return new GgufBuilder { Version = (uint)(2 + type.Id % 2) }
                    .Text("general.architecture", "llama")
                    .Tensor("first", (uint)type.Id, dimensions, elements / type.BlockElements * type.BlockBytes)
                    .Tensor("second", 0, [1], 4)
                    .Build();
            }
        }
        for (var alignment = 8; alignment <= 1 << 16; alignment *= 2)
            yield return new GgufBuilder { Alignment = alignment }.U32("general.alignment", (uint)alignment).Tensor("a", 0, [3], 12).Tensor("b", 1, [], 2).Build();
        yield return File.ReadAllBytes(TinyModel.PathOf("Q4_0"));
    }

    private static IEnumerable<byte[]> Hostile(int count) => Enumerable.Range(0, count).Select(seed => new HostileGguf(new Random(seed)).Next());

    private static byte[] OneTensor(uint type) => new GgufBuilder().Tensor("a", type, [0], 0).Build();

    private static string? Refusal(byte[] file)
    {
        try
        {
            _ = GgufReader.Read(file, "m.gguf", default);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }
    }
}
