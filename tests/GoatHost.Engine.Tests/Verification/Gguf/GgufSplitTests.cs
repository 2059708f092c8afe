using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public class GgufSplitTests
{
    [Fact]
    public void Orders_shards_and_sums_them_up()
    {
        using var folder = new TempFolder();
        string[] paths = [folder["m-00002-of-00002.gguf"], folder["m-00001-of-00002.gguf"]];
        File.WriteAllBytes(paths[0], Bytes(1, 2, 2, "b"));
        File.WriteAllBytes(paths[1], Bytes(0, 2, 2, "a"));

        var shards = GgufSplit.Read(paths, default);
        Assert.Equal(["a", "b"], shards.Select(shard => shard.Tensors[0].Name));
        var summary = GgufSummary.Of(shards);
        Assert.Equal((16L, "F32", 64L), (summary.Parameters, summary.Quantization, summary.WeightBytes));
    }

    [Fact]
    public void Leaves_a_whole_file_alone() =>
        Assert.Single(GgufSplit.Check([GgufReader.Read(GgufBuilder.Small().Build(), "any.gguf", default)]));

    [Theory]
    [InlineData("m-00001-of-00002.gguf:0:2:2:a", "has 2 shards, and 1 are here")]
    [InlineData("m-00001-of-00002.gguf:0:2:2:a m-00002-of-00002.gguf:0:2:2:b", "stands where shard 2 of 2 should be")]
    [InlineData("m-00001-of-00002.gguf:0:2:2:a m-00002-of-00002.gguf:1:3:2:b", "has 3 shards, and the first says 2")]
    [InlineData("m-00001-of-00002.gguf:0:2:2:a m-00002-of-00002.gguf:1:2:2:a", "repeats the tensor a")]
    [InlineData("m-00001-of-00002.gguf:0:2:5:a m-00002-of-00002.gguf:1:2:5:b", "has 5 tensors, and its shards hold 2")]
    [InlineData("m-00001-of-00002.gguf:0:2:2:a other.gguf:1:2:2:b", "its name must end in -00002-of-00002.gguf")]
    public void Refuses_what_does_not_belong_together(string files, string reason)
    {
        var shards = files.Split(' ').Select(Shard).ToArray();
        Assert.Contains(reason, Assert.Throws<RefusedException>(() => GgufSplit.Check(shards)).Message, StringComparison.Ordinal);
    }

    /// <summary>A shard from <c>name:number:count:tensors:tensor</c>.</summary>
    private static GgufFile Shard(string text)
    {
        var parts = text.Split(':');
        var (number, count, tensors) = (ushort.Parse(parts[1], null), ushort.Parse(parts[2], null), uint.Parse(parts[3], null));
        return GgufReader.Read(Bytes(number, count, tensors, parts[4]), parts[0], default);
    }

    private static byte[] Bytes(ushort number, ushort count, uint tensors, string tensor) => new GgufBuilder()
        .Text("general.architecture", "llama").U16("split.no", number).U16("split.count", count).U32("split.tensors.count", tensors)
        .Tensor(tensor, 0, [8], 32).Build();
}
