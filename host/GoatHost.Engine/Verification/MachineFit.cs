using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification;

/// <summary>Says whether a model fits this machine's memory: weights, key and value cache, and room to compute.</summary>
public static class MachineFit
{
    /// <summary>The context that is planned for when nobody asks for another.</summary>
    public const int DefaultContext = 4096;

    private const int ContextStep = 256;
    private const int BatchTokens = 512;

    // A process that has loaded llama.cpp and no model: 55 to 62 MiB were measured.
    private const long ProcessBytes = 64L << 20;

    /// <summary>Judges a model whose header was read.</summary>
    /// <param name="wantedContext">Tokens of context; null for the trained context, at most <see cref="DefaultContext"/>.</param>
    /// <param name="keyValueBytesPerToken">As <see cref="Gguf.GgufSummary.KeyValueBytesPerToken"/> gives it; null computes it from the summary.</param>
    public static FitVerdict Judge(ModelSummary model, MachineMemory machine, int? wantedContext = null, long? keyValueBytesPerToken = null)
    {
        var trained = model.ContextLength > 0 ? model.ContextLength : DefaultContext;
        var context = Math.Max(1, wantedContext ?? Math.Min(trained, DefaultContext));
        var needs = new Needs(model.WeightBytes, keyValueBytesPerToken is > 0 and var given ? given : PerToken(model), Work(model));
        var available = machine.AvailableInAll;
        if (needs.With(context) <= available) return Verdict(FitKind.Fits, needs, context, machine, "fits in");
        var smaller = needs.LongestContext(available) / ContextStep * ContextStep;
        if (smaller < ContextStep || smaller >= context) return Verdict(FitKind.TooLarge, needs, context, machine, "too large for");
        return Verdict(FitKind.FitsWithLessContext, needs, context, machine, "too large for") with
        {
            ContextTokens = (int)smaller,
            KeyValueBytes = needs.KeyValue(smaller),
            Sentence = Sentence(needs, context, machine, "too large for", $", but it fits with a context of {smaller} tokens"),
        };
    }

    /// <summary>Judges by the weights' size alone, before the file is there: a tenth more is planned for cache and work.</summary>
    public static FitVerdict JudgeSize(long weightBytes, MachineMemory machine)
    {
        var needs = new Needs(weightBytes, 0, ProcessBytes + weightBytes / 10);
        var available = machine.AvailableInAll;
        var fits = needs.With(0) <= available;
        var unit = Unit.For(needs.With(0));
        return new FitVerdict(fits ? FitKind.Fits : FitKind.TooLarge, 0, weightBytes, 0, needs.Work, available,
            $"Needs about {unit.Full(needs.With(0))} ({unit.Bare(weightBytes)} weights, the rest a guess): "
            + $"{(fits ? "fits in" : "too large for")} {Free(machine)}.");
    }

    private static FitVerdict Verdict(FitKind kind, Needs needs, int context, MachineMemory machine, string fits) =>
        new(kind, context, needs.Weights, needs.KeyValue(context), needs.Work, machine.AvailableInAll, Sentence(needs, context, machine, fits, ""));

    private static string Sentence(Needs needs, int context, MachineMemory machine, string fits, string rest)
    {
        var unit = Unit.For(needs.With(context));
        var parts = $"{unit.Bare(needs.Weights)} weights, {unit.Bare(needs.KeyValue(context))} context of {context} tokens, {unit.Bare(needs.Work)} work";
        return $"Needs {unit.Full(needs.With(context))} ({parts}): {fits} {Free(machine)}{rest}.";
    }

    private static string Free(MachineMemory machine)
    {
        var free = $"{Unit.For(machine.AvailableInAll).Full(machine.AvailableInAll)} of free memory";
        return machine.AvailableOnGpus == 0 ? free : $"{free} ({Unit.For(machine.AvailableOnGpus).Full(machine.AvailableOnGpus)} of it on GPUs)";
    }

    /// <summary>Keys and values of every layer, two bytes each (f16).</summary>
    private static long PerToken(ModelSummary model) => model.Heads <= 0
        ? 0
        : Saturate((Int128)2 * model.Layers * model.KeyValueHeads * (model.EmbeddingLength / model.Heads) * sizeof(short));

    /// <summary>An estimate: the logits of one batch and about a dozen activations as wide as an embedding, in f32.</summary>
    private static long Work(ModelSummary model) =>
        Saturate(ProcessBytes + (Int128)BatchTokens * sizeof(float) * (model.VocabularySize + (Int128)12 * model.EmbeddingLength));

    private static long Saturate(Int128 value) => (long)Int128.Min(value, long.MaxValue);

    private sealed record Needs(long Weights, long PerToken, long Work)
    {
        public long KeyValue(long context) => Saturate((Int128)PerToken * context);

        public long With(long context) => Saturate((Int128)Weights + KeyValue(context) + Work);

        public long LongestContext(long available) =>
            PerToken == 0 ? 0 : (long)Int128.Max(0, ((Int128)available - Weights - Work) / PerToken);
    }

    /// <summary>A unit that suits the largest number of a sentence.</summary>
    private sealed record Unit(string Name, double Bytes)
    {
        public static Unit For(long bytes) => bytes >= 1L << 30 ? new("GiB", 1L << 30) : new("MiB", 1L << 20);

        public string Bare(long bytes) => (bytes / Bytes).ToString("0.0", CultureInfo.InvariantCulture);

        public string Full(long bytes) => $"{Bare(bytes)} {Name}";
    }
}
