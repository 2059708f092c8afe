using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>
/// Whether a loaded model is enough for one who asks. What is smaller is never a reason to load anew, nor is what is not asked for, but that a
/// small context which another asked for is not put upon one who left it open.
/// </summary>
internal static class SessionNeeds
{
    /// <summary>What runtimes give, or more, where nobody asks and memory and model allow it.</summary>
    private const int UsualContext = 4096;

    /// <summary>What is asked for that a loaded model does not have, in words for the log; null when it serves.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="loaded">What it was loaded with: who asked for more than the runtime would give has got what there is.</param>
    /// <param name="limits">What it has.</param>
    public static string? Missing(SessionOptions asked, SessionOptions loaded, SessionLimits limits)
    {
        if (asked.ContextTokens > Math.Max(limits.ContextTokens, loaded.ContextTokens ?? 0)) return Text("a context of", asked.ContextTokens, limits.ContextTokens);
        if (asked.ContextTokens is null && IsSmall(loaded) && loaded.ContextTokens == limits.ContextTokens) return "the usual context";
        if (asked.Parallel > Math.Max(limits.Parallel, loaded.Parallel ?? 0)) return Text("answers at once:", asked.Parallel, limits.Parallel);
        if (asked.Queue > Math.Max(limits.Queue, loaded.Queue ?? 0)) return Text("a queue of", asked.Queue, limits.Queue);
        if (asked.BatchTokens > (loaded.BatchTokens ?? int.MaxValue)) return Text("a batch of", asked.BatchTokens, loaded.BatchTokens);
        if (asked.Threads is not null && asked.Threads != loaded.Threads) return Text("threads:", asked.Threads, loaded.Threads);
        if (asked.GpuLayers is { } layers && layers != loaded.GpuLayers && OnGpu(layers, limits) != limits.GpuLayers) return Text("layers on a GPU:", layers, limits.GpuLayers);
        if (asked.Devices is not null && asked.Devices != loaded.Devices) return $"the devices {asked.Devices}";
        if (asked.MapWeights is { } mapped && mapped != loaded.MapWeights) return mapped ? "weights mapped from the file" : "weights read into memory";
        return null;
    }

    /// <summary>What to load so that whoever the loaded model served is served by the new one too.</summary>
    public static SessionOptions Over(SessionOptions asked, SessionOptions loaded, SessionLimits limits) => new()
    {
        ContextTokens = asked.ContextTokens is { } context ? Math.Max(context, limits.ContextTokens)
            : IsSmall(loaded) ? null
            : loaded.ContextTokens,
        Parallel = Larger(asked.Parallel, loaded.Parallel),
        Queue = Larger(asked.Queue, loaded.Queue),
        BatchTokens = Larger(asked.BatchTokens, loaded.BatchTokens),
        Threads = asked.Threads ?? loaded.Threads,
        GpuLayers = asked.GpuLayers ?? loaded.GpuLayers,
        Devices = asked.Devices ?? loaded.Devices,
        MapWeights = asked.MapWeights ?? loaded.MapWeights,
    };

    /// <summary>An adapter that is asked for and not loaded, in words for the log; null when all are.</summary>
    public static string? Missing(IReadOnlyList<VerifiedModel> asked, IReadOnlyList<VerifiedModel> loaded) =>
        asked.FirstOrDefault(one => !loaded.Any(other => IsSame(one, other))) is { } missing ? $"the adapter {missing.Name}" : null;

    /// <summary>The adapters of both; of one name that which is asked for.</summary>
    public static IReadOnlyList<VerifiedModel> Over(IReadOnlyList<VerifiedModel> asked, IReadOnlyList<VerifiedModel> loaded) =>
        [.. asked, .. loaded.Where(other => asked.All(one => one.Name != other.Name))];

    private static bool IsSame(VerifiedModel one, VerifiedModel other) => one.Name == other.Name && one.Files[0].Sha256 == other.Files[0].Sha256;

    private static bool IsSmall(SessionOptions loaded) => loaded.ContextTokens < UsualContext;

    // All layers, in the words of llama.cpp: a negative number, or more than there are.
    private static int OnGpu(int asked, SessionLimits limits) => asked < 0 ? limits.Layers : Math.Min(asked, limits.Layers);

    private static int? Larger(int? one, int? other) => one is null || other is null ? one ?? other : Math.Max(one.Value, other.Value);

    private static string Text(string what, int? asked, int? had) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {asked} ({(had is null ? "left to the runtime" : had)} before)");
}
