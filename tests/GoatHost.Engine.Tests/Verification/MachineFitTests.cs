using GoatHost.Abstractions;
using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Tests.Verification;

public class MachineFitTests
{
    private const long GiB = 1L << 30;

    // As a Llama of 1.1 B in Q8_0: 22 layers, 4 of 32 heads for keys and values, 2 * 22 * 4 * 64 * 2 = 22528 bytes a token.
    private static readonly ModelSummary Model = new()
    {
        Architecture = "llama",
        Parameters = 1_100_000_000,
        Quantization = "Q8_0",
        ContextLength = 65536,
        EmbeddingLength = 2048,
        Layers = 22,
        Heads = 32,
        KeyValueHeads = 4,
        VocabularySize = 32000,
        WeightBytes = 1_170_000_000,
    };

    [Theory]
    [InlineData(8.0, null, FitKind.Fits, 4096)]
    [InlineData(8.0, 65536, FitKind.Fits, 65536)]
    [InlineData(2.0, 65536, FitKind.FitsWithLessContext, 35072)]
    [InlineData(1.3, null, FitKind.FitsWithLessContext, 1792)]
    [InlineData(1.0, null, FitKind.TooLarge, 4096)]
    [InlineData(0.0, 1, FitKind.TooLarge, 1)]
    public void Judges_by_free_memory_and_context(double gib, int? wanted, FitKind kind, int context)
    {
        var verdict = MachineFit.Judge(Model, Machine(gib), wanted);
        Assert.Equal((kind, context), (verdict.Kind, verdict.ContextTokens));
        Assert.Equal(22528L * context, verdict.KeyValueBytes);
        if (kind == FitKind.FitsWithLessContext)
        {
            Assert.True(verdict.ContextTokens % 256 == 0 && verdict.WeightBytes + verdict.KeyValueBytes + verdict.ComputeBytes <= verdict.Available);
        }
    }

    [Fact]
    public void Says_it_in_a_sentence()
    {
        Assert.Equal(
            "Needs 1.3 GiB (1.1 weights, 0.1 context of 4096 tokens, 0.2 work): fits in 11.3 GiB of free memory.",
            MachineFit.Judge(Model, Machine(11.3)).Sentence);
        Assert.EndsWith(
            " context of 65536 tokens, 0.2 work): too large for 2.0 GiB of free memory, but it fits with a context of 35072 tokens.",
            MachineFit.Judge(Model, Machine(2), 65536).Sentence, StringComparison.Ordinal);
        Assert.EndsWith("too large for 512.0 MiB of free memory.", MachineFit.Judge(Model, Machine(0.5)).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_the_memory_of_GPUs()
    {
        var verdict = MachineFit.Judge(Model, Machine(0.5) with { Gpus = [new ComputeDevice("gpu", true, 4 * GiB, 3 * GiB)] });
        Assert.Equal(FitKind.Fits, verdict.Kind);
        Assert.EndsWith(": fits in 3.5 GiB of free memory (3.0 GiB of it on GPUs).", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_the_cache_size_that_the_header_gives() =>
        Assert.Equal(4096 * 1000, MachineFit.Judge(Model, Machine(8), null, 1000).KeyValueBytes);

    [Theory]
    [InlineData(4.0, FitKind.Fits)]
    [InlineData(1.0, FitKind.TooLarge)]
    public void Judges_a_size_alone(double gib, FitKind kind)
    {
        var verdict = MachineFit.JudgeSize(GiB, Machine(gib));
        Assert.Equal(kind, verdict.Kind);
        Assert.StartsWith("Needs about 1.2 GiB (1.0 weights, the rest a guess): ", verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_overflow_on_absurd_figures()
    {
        var absurd = Model with { Layers = int.MaxValue, KeyValueHeads = int.MaxValue, EmbeddingLength = int.MaxValue, Heads = 1 };
        absurd = absurd with { VocabularySize = int.MaxValue, WeightBytes = long.MaxValue };
        Assert.Equal(FitKind.TooLarge, MachineFit.Judge(absurd, Machine(8), int.MaxValue).Kind);
        Assert.Equal(FitKind.TooLarge, MachineFit.JudgeSize(long.MaxValue, Machine(8)).Kind);
    }

    private static MachineMemory Machine(double gib) => new(16 * GiB, (long)(gib * GiB), []);
}
