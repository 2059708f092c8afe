using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Requests;
using GoatHost.Plugins.LlamaCpp.Scheduling;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>llama.cpp as a runtime. plugin.json asks for a worker process: llama.cpp ends its process where others throw.</summary>
internal sealed partial class LlamaCppRuntime(LlamaCppSettings settings, TimeProvider time, ILogger<LlamaCppRuntime> log) : IRuntime
{
    /// <summary>Conversations whose beginnings are kept beside those that are answered.</summary>
    private const int KeptSequences = 24;

    private readonly StepNotes _steps = new(settings.DataDirectory);

    public string Name => "llama.cpp";

    public ValueTask<Health> CheckAsync(CancellationToken ct)
    {
        try
        {
            var engine = NativeEngine.Load(settings.NativesDir, settings.Gpus);
            return ValueTask.FromResult(engine.Problems is { } problems
                ? new Health(HealthStatus.Degraded, $"{engine.Describe()}; {problems}")
                : new Health(HealthStatus.Healthy, engine.Describe()));
        }
        catch (GoatException e)
        {
            return ValueTask.FromResult(new Health(HealthStatus.Unhealthy, e.Message));
        }
    }

    /// <summary>Takes GGUF files with weights to run: not a vocabulary alone, nor an adapter, nor the eye of another model.</summary>
    public bool CanRun(VerifiedModel model) =>
        model is { Format: "gguf", Files.Count: > 0, Summary: { Parameters: > 0, Adapter: null, Architecture: not ("clip" or "mmproj") } };

    public Task<IReadOnlyList<ComputeDevice>> ListDevicesAsync(CancellationToken ct) =>
        Task.Run(() => NativeEngine.Load(settings.NativesDir, settings.Gpus).Devices(), ct);

    public async Task<IModelSession> OpenAsync(
        VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct) =>
        await Task.Run(() => Open(model, options, progress, ct), ct);

    private LlamaSession Open(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        if (options.Threads < 1)
        {
            throw new GoatException($"{options.Threads} threads cannot compute: give 1 or more, or leave the number out.");
        }
        var engine = NativeEngine.Load(settings.NativesDir, settings.Gpus);
        var wanted = options.Devices ?? settings.Devices;
        var devices = DeviceChoice.Among(wanted, engine.Devices());
        var plan = LoadPlan.Make(model.Summary, options, devices) with { Devices = wanted is null ? [] : engine.Handles(devices) };
        var free = GpuMemory(engine);
        var start = time.GetTimestamp();
        var loaded = LoadedModel.Load(model, plan, progress, ct);
        LlamaContext? context = null;
        try
        {
            var most = Math.Min(options.Threads ?? Cores.Count, Cores.Count);
            context = LlamaContext.Create(loaded.Handle, loaded.Vocabulary.Size, Shape(plan, loaded), most);
            var threads = options.Threads is null && loaded.Generates(context) ? Probe(model, loaded, context, plan, ct) : most;
            context.SetThreads(threads);
            var chats = new ChatWriter(loaded, time, ct);
            var limits = Limits(plan, loaded, context, chats, model.Summary) with
            {
                Engine = $"llama.cpp {engine.Folder.Release}, {Where(engine, plan, model.Summary.Layers)}, "
                    + (threads == 1 ? "1 thread" : $"{threads} threads"),
                GpuMemory = plan.GpuLayers == 0 ? 0 : Math.Max(0, free - GpuMemory(engine)),
                Notices = [.. Notices(model.Name, options, plan, engine), .. chats.Notices(ct)],
            };
            Loaded(log, model.Name, limits.Engine, limits.ContextTokens, plan.LoadMode, time.GetElapsedTime(start).TotalMilliseconds);
            if (options.ContextTokens is { } asked && asked > plan.ContextTokens) ContextLowered(log, model.Name, asked, plan.ContextTokens);
            var key = $"{model.Files[0].Sha256}/{plan.GpuLayers} layers on GPU/{threads} of {Cores.Count} cores/{engine.Variant}";
            var widths = new WidthChooser(plan.Parallel, _steps.Read(key));
            var loop = new LoopOptions(plan.Parallel, plan.ContextTokens, threads, widths);
            return new LlamaSession(loaded, context, chats, limits, loop, time) 
            {
                Ended = () => _steps.Write(key, widths.Known),
                Noticed = notice => Noticed(log, model.Name, notice),
            };
        }
        catch
        {
            context?.Dispose();
            loaded.Dispose();
            throw;
        }
    }

    private static SessionLimits Limits(
        LoadPlan plan, LoadedModel model, LlamaContext context, ChatWriter chats, ModelSummary summary) => new()
    {
        ContextTokens = plan.ContextTokens,
        Engine = "",
        Parallel = plan.Parallel,
        Queue = plan.Queue,
        Generates = model.Generates(context),
        Embeds = context.Pooling != Pooling.Rank,
        Ranks = context.Pooling == Pooling.Rank,
        Tools = model.Generates(context),
        Thinks = chats.Thinks,
        Infills = model.Vocabulary.Infill is not null,
        Adapters = model.Adapters.Names,
        Layers = summary.Layers,
        GpuLayers = Math.Min(plan.GpuLayers, summary.Layers),
    };

    private static IEnumerable<string> Notices(string model, SessionOptions options, LoadPlan plan, NativeEngine engine)
    {
        foreach (var notice in plan.Notices) yield return notice;
        if (engine.Problems is { } problems) yield return $"Not used: {problems}.";
        if (options.ContextTokens > plan.ContextTokens)
        {
            yield return $"{model} was trained for {plan.ContextTokens} tokens of context, "
                + $"so that is what it gets of the {options.ContextTokens} asked for.";
        }
    }

    // A recurrent state is as large for a kept conversation as for one that is answered.
    private static ContextShape Shape(LoadPlan plan, LoadedModel model) =>
        new(plan.ContextTokens, plan.BatchTokens, plan.Parallel + (model.IsRecurrent ? 0 : KeptSequences), plan.Parallel);

    private static string Where(NativeEngine engine, LoadPlan plan, int layers) =>
        plan.GpuLayers == 0 ? $"CPU ({engine.Variant})"
        : plan.GpuLayers > layers ? "GPU"
        : $"GPU for {plan.GpuLayers} of {layers} layers, CPU ({engine.Variant}) for the others";

    private static long GpuMemory(NativeEngine engine) => engine.Devices().Where(device => device.IsGpu).Sum(device => device.FreeMemory);

    private int Probe(VerifiedModel model, LoadedModel loaded, LlamaContext context, LoadPlan plan, CancellationToken ct)
    {
        var key = $"{model.Files[0].Sha256}/{plan.GpuLayers}";
        return new ThreadProbe(time).Find(key, model.Files.Sum(file => file.Size), context, Math.Max(loaded.Vocabulary.Begin, 0), ct);
    }

    [LoggerMessage(1, LogLevel.Information, "Loaded {Model} in {Engine}: context {Context}, load mode {Mode}, {Milliseconds:F0} ms")]
    private static partial void Loaded(ILogger log, string model, string engine, int context, LoadMode mode, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning,
        "{Model} was trained for {Trained} tokens of context, so that is what it gets of the {Asked} asked for")]
    private static partial void ContextLowered(ILogger log, string model, int asked, int trained);

    [LoggerMessage(3, LogLevel.Warning, "{Model}: {Notice}")]
    private static partial void Noticed(ILogger log, string model, string notice);
}
