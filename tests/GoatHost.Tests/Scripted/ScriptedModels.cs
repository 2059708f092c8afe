using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;

namespace GoatHost.Tests.Scripted;

/// <summary>Stored models, one at first, and their scripted session.</summary>
internal sealed class ScriptedModels(IModelSession session) : IChatModels
{
    /// <summary>How the model was opened, each time.</summary>
    public ConcurrentQueue<OpenOptions> Opened { get; } = [];

    /// <summary>The models that were to be unloaded.</summary>
    public ConcurrentQueue<StoredModel> Stopped { get; } = [];

    public IReadOnlyList<ResidentModel> Loaded { get; init; } = [];

    public List<StoredModel> Stored { get; } = [Model];

    public static StoredModel Model { get; } = new()
    {
        Name = "goat-tiny-kjv",
        Quantization = "Q8_0",
        Origin = new Reference("ord:6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334i0"),
        Title = "A small Llama trained on the King James Bible",
        License = "CC0-1.0",
        Files = [new StoredFile("goat-tiny-kjv-q8_0.gguf", "/models/goat-tiny-kjv-q8_0.gguf", 1579008, "88ad231b", false, new FileStamp(1579008, DateTimeOffset.UnixEpoch, 1))],
        Summary = new ModelSummary { Architecture = "llama", Parameters = 1_450_000, Quantization = "Q8_0", ContextLength = 256, Layers = 4, VocabularySize = 512 },
        Proofs = [new Proof("script path", true, "commits to the output"), new Proof("author", false, "nobody signed it")],
        Locators = [new Locator("magnet:?xt=urn:btih:dd5f967140549727a68e644ed4da7ffbaca1c919&dn=goat-tiny-kjv")],
        AddedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
    };

    public Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<StoredModel>>([.. Stored]);

    public Task<StoredModel?> FindAsync(string name, CancellationToken ct) =>
        Task.FromResult(ModelName.TryParse(name, out var asked) ? Stored.Find(model => Is(model, asked)) : null);

    private static bool Is(StoredModel model, ModelName asked) => model.Name.Equals(asked.Name, StringComparison.OrdinalIgnoreCase)
        && (asked.Tag is null || model.Quantization.Equals(asked.Tag, StringComparison.OrdinalIgnoreCase));

    public Task<IModelSession> OpenAsync(StoredModel model, OpenOptions options, CancellationToken ct)
    {
        Opened.Enqueue(options);
        return Task.FromResult(session);
    }

    /// <summary>What every model has.</summary>
    public IReadOnlyList<AdapterScale> Adapters { get; set; } = [];

    public IReadOnlyList<AdapterScale> AdaptersOf(StoredModel model) => Adapters;

    public void ScaleAdapters(StoredModel model, IReadOnlyList<AdapterScale> adapters) => Adapters = adapters;

    public Task<IReadOnlyList<ResidentModel>> ListLoadedAsync(CancellationToken ct) => Task.FromResult(Loaded);

    public Task StopAsync(StoredModel model, CancellationToken ct)
    {
        Stopped.Enqueue(model);
        return Task.CompletedTask;
    }
}
