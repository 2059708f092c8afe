using System.CommandLine;
using GoatHost.Abstractions;

namespace GoatHost.Cli;

/// <summary>How to load and how to answer; what is not given is the runtime's to choose.</summary>
internal sealed class RunOptions
{
    private readonly Option<float?> _temperature = new("--temperature", "-t") { Description = "0 always takes the likeliest token; 1 draws as the model says.", HelpName = "number" };
    private readonly Option<int?> _maxTokens = new("--max-tokens", "-n") { Description = "Most tokens to answer with.", HelpName = "count" };
    private readonly Option<uint?> _seed = new("--seed") { Description = "The same seed, prompt and model give the same answer on one machine.", HelpName = "number" };
    private readonly Option<int?> _context = new("--ctx") { Description = "Context in tokens: prompt and answer together.", HelpName = "tokens" };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of computation.", HelpName = "count" };

    public RunOptions()
    {
        AtLeast(_temperature, 0f);
        AtLeast(_maxTokens, 1);
        AtLeast(_context, 1);
        AtLeast(_threads, 1);
    }

    public Option<bool> Raw { get; } = new("--raw") { Description = "Give the prompt to the model as it is, without its chat template." };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _temperature, _maxTokens, _seed, _context, _threads, Raw }) command.Add(option);
    }

    public SessionOptions Session(ParseResult parsed) => new()
    {
        ContextTokens = parsed.GetValue(_context),
        Threads = parsed.GetValue(_threads),
    };

    public GenerationRequest Request(ParseResult parsed) => new()
    {
        Sampling = new SamplingOptions { Temperature = parsed.GetValue(_temperature), Seed = parsed.GetValue(_seed) },
        MaxTokens = parsed.GetValue(_maxTokens),
    };

    private static void AtLeast<T>(Option<T?> option, T least) where T : struct, IComparable<T> => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T?>() is { } value && value.CompareTo(least) < 0) result.AddError($"{option.Name} is at least {least}.");
    });
}
