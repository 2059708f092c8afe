using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>How many of a model's layers go on the GPUs of a machine.</summary>
/// <param name="Layers">Layers on GPUs; one more than the model has when its output is there too.</param>
/// <param name="Notice">What a person should know: that it is not all of them, and why.</param>
internal sealed record GpuSplit(int Layers, string? Notice)
{
    /// <summary>Memory that is left alone, for the buffers of a computation and for the screen.</summary>
    private const long Margin = 512L << 20;

    /// <summary>Finds the number, or takes the one that was asked for.</summary>
    /// <param name="model">The model; its layers are taken for equally large.</param>
    /// <param name="asked">Layers that a person wants there; null or negative leaves it open.</param>
    /// <param name="cacheBytes">Keys and values of the whole context.</param>
    /// <param name="devices">What there is to compute on.</param>
    public static GpuSplit Find(ModelSummary model, int? asked, long cacheBytes, IReadOnlyList<ComputeDevice> devices)
    {
        var gpus = devices.Where(device => device.IsGpu).ToArray();
        // The output is a layer like others to llama.cpp, and the last to go there.
        var all = model.Layers + 1;
        if (gpus.Length == 0) return new GpuSplit(0, null);
        if (asked >= 0) return new GpuSplit(Math.Min(asked.Value, all), null);

        var free = gpus.Sum(gpu => Math.Max(0, gpu.FreeMemory - Margin));
        var each = Math.Max(1, (model.WeightBytes + cacheBytes) / all);
        var fitting = (int)Math.Min(all, free / each);
        return new GpuSplit(fitting, fitting == all ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Min(fitting, model.Layers)} of {model.Layers} layers are on the GPU and the others on the CPU, which is slower: {free / (double)(1L << 30):F1} GiB of its memory can be used, and all of the model needs {(model.WeightBytes + cacheBytes) / (double)(1L << 30):F1} GiB."));
    }
}
