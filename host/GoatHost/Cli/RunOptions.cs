using System.CommandLine;
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

    public Option<bool> Raw { get; } = new("--raw") { Description = "Give the prompt to the model as it is, without its chat template." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _temperature, _maxTokens, _seed, _context, _threads, _gpuLayers, Raw }) command.Add(option);
    }

    public SessionOptions Session(ParseResult parsed) => new()
    {
        ContextTokens = AtLeast(parsed, _context, 1),
        Threads = AtLeast(parsed, _threads, 1),
        GpuLayers = AtLeast(parsed, _gpuLayers, 0),
    };

    public GenerationRequest Request(ParseResult parsed) => new()
    {
        Sampling = new SamplingOptions { Temperature = AtLeast(parsed, _temperature, 0f), Seed = parsed.GetValue(_seed) },
        MaxTokens = AtLeast(parsed, _maxTokens, 1),
    };

    private static T? AtLeast<T>(ParseResult parsed, Option<T?> option, T least) where T : struct, IComparable<T> =>
        parsed.GetValue(option) is { } value && value.CompareTo(least) < 0 ? throw new UsageException($"{option.Name} is at least {least}.") : parsed.GetValue(option);
}
