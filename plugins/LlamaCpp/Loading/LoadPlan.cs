using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>How a model is to be loaded on this machine.</summary>
/// <param name="ContextTokens">Tokens of context.</param>
/// <param name="GpuLayers">Layers on a GPU, the output among them.</param>
/// <param name="LoadMode">How the weights come into memory.</param>
internal sealed record LoadPlan(int ContextTokens, int GpuLayers, LoadMode LoadMode)
{
    private const int UsualParallel = 8;
    private const int MostParallel = 64;
    private const int UsualQueue = 64;
    private const int MostQueue = 1 << 16;
    private const int LeastBatch = 32;
    private const int UsualBatch = 512;
    private const int MostBatch = 4096;

    private const int UsualContext = 4096;
    private const int SmallestContext = 16;
    private const int LargestContext = 1 << 20;

    /// <summary>Answers at once.</summary>
    public required int Parallel { get; init; }

    /// <summary>Requests that may wait.</summary>
    public required int Queue { get; init; }

    /// <summary>Tokens of a prompt that are computed at once: as many as llama.cpp's own tools take.</summary>
    public required int BatchTokens { get; init; }

    /// <summary>The GPUs that were asked for, as ggml has them; none leaves it to llama.cpp, which takes all.</summary>
    public IReadOnlyList<nint> Devices { get; init; } = [];

    /// <summary>What a person should know of the choice, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    public static LoadPlan Make(ModelSummary model, SessionOptions options, IReadOnlyList<ComputeDevice> devices)
    {
        var hasGpu = devices.Any(device => device.IsGpu);
        if (options.GpuLayers > 0 && !hasGpu)
        {
            throw new GoatException(
                $"{options.GpuLayers} layers were to go on a GPU, and llama.cpp has none to use here: "
                + "leave the number out, or install a library for it (goat llamacpp install).");
        }
        var context = Context(model, options, devices);
        var split = GpuSplit.Find(model, options.GpuLayers, context * BytesPerToken(model), devices);
        return new LoadPlan(context, split.Layers, Mode(model, options, split.Layers))
        {
            Notices = [.. new[] { split.Notice }.OfType<string>()],
            Parallel = Within(options.Parallel, UsualParallel, 1, MostParallel, "answers at once"),
            Queue = Within(options.Queue, UsualQueue, 0, MostQueue, "waiting requests"),
            BatchTokens = Within(options.BatchTokens, UsualBatch, LeastBatch, MostBatch, "tokens in a batch"),
        };
    }

    private static LoadMode Mode(ModelSummary model, SessionOptions options, int gpuLayers) => options.MapWeights switch
    {
        true => LoadMode.Map,
        false => LoadMode.Read,
        null => gpuLayers == 0 && IsRepacked(model) ? LoadMode.Read : LoadMode.Auto,
    };

    private static int Within(int? asked, int usual, int least, int most, string what) => asked is not { } given ? usual
        : given >= least && given <= most ? given
        : throw new GoatException($"{given} {what} cannot be had: ask for {least} to {most}.");

    private static int Context(ModelSummary model, SessionOptions options, IReadOnlyList<ComputeDevice> devices)
    {
        var trained = model.ContextLength > 0 ? model.ContextLength : LargestContext;
        var free = devices.Count == 0 ? long.MaxValue : devices.Max(device => device.FreeMemory);
        if (options.ContextTokens is { } asked) return Asked(asked, trained, model, free);
        // Left to choose: what most conversations need, and never so much that keys and values take a quarter of the free memory.
        var tokens = Math.Min(trained, UsualContext);
        while (tokens > 512 && tokens * BytesPerToken(model) > free / 4) tokens /= 2;
        return tokens;
    }

    private static int Asked(int asked, int trained, ModelSummary model, long free)
    {
        if (asked < SmallestContext)
        {
            throw new GoatException(
                $"A context of {asked} tokens is too small to hold a question and its answer: ask for {SmallestContext} to {trained}.");
        }
        // Beyond what it was trained for a model writes nonsense, so the limit that people see is the smaller.
        var tokens = Math.Min(asked, trained);
        return tokens * BytesPerToken(model) <= free
            ? tokens
            : throw new GoatException(
                $"A context of {tokens} tokens takes {(tokens * BytesPerToken(model)) >> 20} MiB of memory, and {free >> 20} MiB are free: "
                + "ask for a smaller one.");
    }

    /// <summary>Keys and values of one token, as 16-bit floats.</summary>
    private static long BytesPerToken(ModelSummary model)
    {
        // DeepSeek's attention keeps a compressed form, of which the number of heads says nothing.
        if (model.Heads == 0 || model.Architecture.StartsWith("deepseek", StringComparison.Ordinal)) return 0;
        var headWidth = model.EmbeddingLength / model.Heads;
        return 2L * sizeof(ushort) * model.Layers * Math.Max(model.KeyValueHeads, 1) * headWidth;
    }

    /// <summary>
    /// Whether the CPU rearranges these weights in a copy of its own. Mapped pages would then stay beside the copy:
    /// 1193 MiB against 679 MiB for a Q4_0 file of 652 MB.
    /// </summary>
    private static bool IsRepacked(ModelSummary model) => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.Arm64 => Starts(model, "Q4_0", "Q4_K", "Q5_K", "Q6_K", "Q8_0", "IQ4_NL"),
        _ => Starts(model, "Q4_0", "Q4_K", "Q2_K", "IQ4_NL"),
    };

    private static bool Starts(ModelSummary model, params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
        {
            if (model.Quantization.StartsWith(type, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
