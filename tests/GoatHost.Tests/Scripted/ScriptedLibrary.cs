using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Verification.Gguf;
using GoatHost.Http.Ollama.Library;

namespace GoatHost.Tests.Scripted;

/// <summary>The models on disk as a test has them: a list, and a sync that says what it is told to.</summary>
internal sealed class ScriptedLibrary(List<StoredModel>? stored = null) : IModelLibrary
{
    private readonly List<StoredModel> _stored = stored ?? [];

    /// <summary>What a pull does, if it does anything.</summary>
    public Func<Reference, IProgress<SyncNote>, CancellationToken, Task<StoredModel>> Pull { get; init; } =
        (reference, _, _) => throw new GoatException($"Nothing here knows '{reference}'.");

    /// <summary>What a model's file says.</summary>
    public GgufFile Header { get; init; } = new()
    {
        Name = "goat-tiny-kjv-q8_0.gguf",
        Length = 1579008,
        Version = 3,
        Alignment = 32,
        DataOffset = 4096,
        Metadata = new Dictionary<string, GgufValue>
        {
            ["general.architecture"] = new() { Type = GgufValueType.Text, Offset = 0, Text = "llama" },
            ["llama.context_length"] = new() { Type = GgufValueType.U32, Offset = 0, Whole = 256 },
            ["llama.rope.freq_base"] = new() { Type = GgufValueType.F32, Offset = 0, Real = 10000 },
            ["tokenizer.ggml.add_bos_token"] = new() { Type = GgufValueType.Bool, Offset = 0, Whole = 1 },
            ["tokenizer.ggml.tokens"] = new() { Type = GgufValueType.Array, ElementType = GgufValueType.Text, Count = 512, Offset = 0 },
            ["tokenizer.ggml.fim_pre_token_id"] = new() { Type = GgufValueType.U32, Offset = 0, Whole = 5 },
        },
        Tensors = [new GgufTensor("output.weight", GgufTensorType.Find(8)!, [64, 512], 32768, 4096, 34816)],
    };

    public Task<StoredModel> PullAsync(Reference reference, IProgress<SyncNote> progress, CancellationToken ct) => Pull(reference, progress, ct);

    public Task RemoveAsync(StoredModel model, CancellationToken ct)
    {
        _stored.Remove(model);
        return Task.CompletedTask;
    }

    public Task<StoredModel> MakeAsync(ModelName name, StoredModel parent, ModelChanges changes, string? license, CancellationToken ct)
    {
        var made = parent with
        {
            Name = name.Name,
            Quantization = name.Tag ?? ModelName.Latest,
            License = license ?? parent.License,
            AddedAt = parent.AddedAt.AddDays(1),
            Derivation = new ModelDerivation(parent.FullName, parent.ToPublished().Name, parent.ToPublished().Quantization, changes),
        };
        _stored.Add(made);
        return Task.FromResult(made);
    }

    public Task<StoredModel?> FindAdapterAsync(string wanted, CancellationToken ct) =>
        Task.FromResult(_stored.Find(model => model.Summary.Adapter is not null && (wanted == $"sha256:{model.Digest}" || wanted == model.Name)));

    public Task<IReadOnlyDictionary<string, IReadOnlyList<GgufValue>>> ReadArraysAsync(StoredModel model, GgufFile header, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<GgufValue>>>(new Dictionary<string, IReadOnlyList<GgufValue>>
        {
            ["tokenizer.ggml.tokens"] = [new() { Type = GgufValueType.Text, Offset = 0, Text = "a" }, new() { Type = GgufValueType.Text, Offset = 0, Text = "b" }],
        });

    public Task<GgufFile> ReadHeaderAsync(StoredModel model, CancellationToken ct) => Task.FromResult(Header);
}
