using System.CommandLine;
using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Composition;

namespace GoatHost.Cli;

/// <summary>How to load and how to answer; what is not given is the runtime's to choose.</summary>
internal sealed class RunOptions
{
    private readonly Option<float?> _temperature = new("--temperature", "-t") { Description = "0 always takes the likeliest token; 1 draws as the model says.", HelpName = "number" };
    private readonly Option<int?> _maxTokens = new("--max-tokens", "-n") { Description = "Most tokens to answer with.", HelpName = "count" };
    private readonly Option<uint?> _seed = new("--seed") { Description = "The same seed, prompt and model give the same answer on one machine.", HelpName = "number" };
    private readonly Option<int?> _context = new("--ctx") { Description = "Context in tokens: prompt and answer together.", HelpName = "tokens" };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of computation.", HelpName = "count" };

    private readonly Option<int?> _gpuLayers = new("--gpu-layers")
    {
        Description = "Layers of the model on a GPU; 0 keeps all on the CPU. Default: as many as fit.",
        HelpName = "count",
    };

    private readonly Option<string?> _devices = new("--device")
    {
        Description = "The GPU to use, or several with commas between, by the names that goat doctor shows. Default: all.",
        HelpName = "name",
    };

    private readonly Option<string[]> _loras = new("--lora")
    {
        Description = "A LoRA adapter to run the model with: a file, or what else a model may be named by; =0.5 after it applies it half.",
        HelpName = "adapter[=scale]",
    };

    public Option<bool> Raw { get; } = new("--raw") { Description = "Give the prompt to the model as it is, without its chat template." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _temperature, _maxTokens, _seed, _context, _threads, _gpuLayers, _devices, _loras, Raw }) command.Add(option);
    }

    public SessionOptions Session(ParseResult parsed) => new()
    {
        ContextTokens = AtLeast(parsed, _context, 1),
        Threads = AtLeast(parsed, _threads, 1),
        GpuLayers = AtLeast(parsed, _gpuLayers, 0),
        Devices = parsed.GetValue(_devices),
    };

    /// <summary>The adapters that were named, each with its scale.</summary>
    public IReadOnlyList<AdapterScale> Adapters(ParseResult parsed) => [.. (parsed.GetValue(_loras) ?? []).Select(Adapter)];

    /// <summary>A file may have an equals sign in its name, so one that is there is taken as it is.</summary>
    internal static AdapterScale Adapter(string text)
    {
        var at = text.LastIndexOf('=');
        if (at < 0 || File.Exists(text)) return new AdapterScale(text);
        return float.TryParse(text.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) && float.IsFinite(scale)
            ? new AdapterScale(text[..at], scale)
            : throw new UsageException($"--lora {text}: what follows the = is no number.");
    }

    public GenerationRequest Request(ParseResult parsed) => new()
    {
        Sampling = new SamplingOptions { Temperature = AtLeast(parsed, _temperature, 0f), Seed = parsed.GetValue(_seed) },
        MaxTokens = AtLeast(parsed, _maxTokens, 1),
    };

    private static T? AtLeast<T>(ParseResult parsed, Option<T?> option, T least) where T : struct, IComparable<T> =>
        parsed.GetValue(option) is { } value && value.CompareTo(least) < 0 ? throw new UsageException($"{option.Name} is at least {least}.") : parsed.GetValue(option);
}
