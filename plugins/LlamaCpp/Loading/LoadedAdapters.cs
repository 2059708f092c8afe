using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>The adapters loaded beside a model, which lives no shorter than they do.</summary>
internal sealed class LoadedAdapters
{
    /// <summary>Beyond it an adapter is all noise, and the numbers may leave what floats hold.</summary>
    private const float Strongest = 1000;

    private readonly string[] _names;
    private readonly nint[] _adapters;

    private LoadedAdapters(string[] names, nint[] adapters) => (_names, _adapters) = (names, adapters);

    /// <summary>What a request may name; by itself none of them is felt.</summary>
    public IReadOnlyList<AdapterScale> Names => [.. _names.Select(name => new AdapterScale(name, 0))];

    /// <summary>Loads adapters. Before any context is made: that one's graph is then large enough for them.</summary>
    public static LoadedAdapters Load(ModelHandle model, IReadOnlyList<VerifiedModel> adapters) =>
        new([.. adapters.Select(adapter => adapter.Name)], [.. adapters.Select(adapter => Load(model, adapter))]);

    /// <summary>The set that a request asks for.</summary>
    public AdapterSet Choose(IReadOnlyList<AdapterScale>? asked)
    {
        if (asked is null or []) return AdapterSet.None;
        var scales = new float[_adapters.Length];
        foreach (var (name, scale) in asked)
        {
            var at = Array.IndexOf(_names, name);
            if (at < 0) throw new RequestException($"The model is loaded without an adapter {name}: load it with that one.");
            scales[at] = MathF.Abs(scale) <= Strongest
                ? scale
                : throw new RequestException($"The adapter {name} cannot be applied {scale} times: give a scale from -{Strongest} to {Strongest}, mostly from 0 to 1.");
        }
        return new AdapterSet(_adapters.Zip(scales));
    }

    private static nint Load(ModelHandle model, VerifiedModel adapter)
    {
        NativeLog.Clear();
        var loaded = LlamaApi.llama_adapter_lora_init(model, adapter.Files[0].FullPath);
        return loaded != 0 ? loaded : throw new GoatException($"llama.cpp cannot load the adapter {adapter.Name}: {NativeLog.Reason()}.");
    }
}
