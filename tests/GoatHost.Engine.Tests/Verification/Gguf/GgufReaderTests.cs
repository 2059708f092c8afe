using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public class GgufReaderTests
{
    [Theory]
    [InlineData("q8_0", "Q8_0", 1579008)]
    [InlineData("q4_0", "Q4_0", 976896)]
    [InlineData("f16", "F16", 2938368)]
    public void Reads_the_sample_in_each_quantization(string file, string quantization, long length)
    {
        var read = GgufReader.Read(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", $"goat-tiny-kjv-{file}.gguf"), CancellationToken.None);
        var summary = GgufSummary.Of(read);

        Assert.Equal(length, read.Length);
        Assert.Equal(3, read.Version);
        Assert.Equal(read.Length, read.Tensors[^1].Offset + read.Tensors[^1].Size);
        Assert.Equal(quantization, summary.Quantization);
        Assert.Equal("llama", summary.Architecture);
        Assert.InRange(summary.Parameters, 1_400_000, 1_500_000);
        Assert.True(summary is { Layers: > 0, Heads: > 0, KeyValueHeads: > 0, EmbeddingLength: > 0, ContextLength: > 0, VocabularySize: > 0 });
        Assert.True(GgufSummary.KeyValueBytesPerToken(read) > 0);
        Assert.Equal(summary.WeightBytes, read.Tensors.Sum(tensor => tensor.Size));
    }

    [SkippableFact]
    public void Reads_every_vocabulary_of_llama_cpp()
    {
        var source = Environment.GetEnvironmentVariable("GOAT_LLAMA_SOURCE") ?? Path.Combine(Fixtures.Root, "artifacts", "llama-source");
        var folder = Path.Combine(source, "models");
        Skip.IfNot(Directory.Exists(folder), "llama.cpp's vocabularies are not here; tests/fetch-llama-source.sh gets them");

        var files = Directory.GetFiles(folder, "ggml-vocab-*.gguf");
        Assert.True(files.Length >= 15, $"only {files.Length} vocabularies in {folder}");
        foreach (var file in files)
        {
            var summary = GgufSummary.Of(GgufReader.Read(file, CancellationToken.None));
            Assert.True(summary.VocabularySize > 1000, file);
            Assert.NotNull(summary.Tokenizer);
            Assert.Equal((0, "none"), (summary.Parameters, summary.Quantization));
        }
    }

    [Fact]
    public void Reads_version_2_and_any_alignment_from_a_stream_a_memory_and_a_file()
    {
        var bytes = new GgufBuilder { Version = 2, Alignment = 64 }.U32("general.alignment", 64).Tensor("a", 0, [3], 12).Tensor("b", 1, [], 2).Build();
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["m.gguf"], bytes);

        using var stream = new MemoryStream(bytes);
        var fromStream = GgufReader.Read(stream, "m.gguf", default);
        foreach (var file in new[] { fromStream, GgufReader.Read(bytes, "m.gguf", default), GgufReader.Read(folder["m.gguf"], default) })
        {
            Assert.Equal((2, 64), (file.Version, file.Alignment));
            Assert.Equal(["a", "b"], file.Tensors.Select(tensor => tensor.Name));
            Assert.Equal([0L, 64L], file.Tensors.Select(tensor => tensor.Offset - file.DataOffset));
        }
    }

    [Fact]
    public void Keeps_short_arrays_of_integers_and_only_the_place_of_others()
    {
        var bytes = new GgufBuilder()
            .Array("short", 5, 3, writer => { writer.Write(-1); writer.Write(0); writer.Write(7); })
            .Array("long", 0, 2000, writer => writer.Write(new byte[2000]))
            .Array("texts", 8, 2, writer => { GgufBuilder.WriteText(writer, "a"); GgufBuilder.WriteText(writer, ""); })
            .Build();
        var file = GgufReader.Read(bytes, "m.gguf", default);

        Assert.Equal([-1L, 0, 7], file.Metadata["short"].Integers!);
        Assert.Null(file.Metadata["long"].Integers);
        Assert.Equal((2000, GgufValueType.U8), (file.Metadata["long"].Count, file.Metadata["long"].ElementType));
        Assert.Equal(2, file.Metadata["texts"].Count);
        Assert.Equal(1UL, BitConverter.ToUInt64(bytes, (int)file.Metadata["texts"].Offset));
    }

    [Fact]
    public void Reads_no_more_than_the_header_of_a_large_file()
    {
        var header = new GgufBuilder().Tensor("large", 8, [1UL << 20, 1UL << 20], 0).Build();
        using var stream = new LargeStream(header, 2L << 40);
        var tensor = Assert.Single(GgufReader.Read(stream, "m.gguf", default).Tensors);
        Assert.Equal((1L << 40) / 32 * 34, tensor.Size);
        Assert.InRange(stream.Taken, 1, 1 << 20);
    }

    [Fact]
    public void Says_what_a_file_is_that_is_missing()
    {
        using var folder = new TempFolder();
        var problem = Assert.Throws<GoatException>(() => GgufReader.Read(folder["none.gguf"], default));
        Assert.Contains("cannot be read", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_when_it_is_cancelled()
    {
        var bytes = new GgufBuilder().Array("texts", 8, 100_000, writer => writer.Write(new byte[800_000])).Build();
        Assert.Throws<OperationCanceledException>(() => GgufReader.Read(bytes, "m.gguf", new CancellationToken(canceled: true)));
    }
}
