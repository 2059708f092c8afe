using System.Diagnostics;
using GoatHost.Abstractions;

namespace GoatHost.Benchmarks.Inference;

/// <summary>The same work through a session of the host's.</summary>
internal sealed class HostSession(IModelSession session)
{
    private const int FirstToken = 300;

    private int _prompts;

    /// <summary>Time to the first token of a prompt that is not in any cache.</summary>
    public async Task<TimeSpan> PromptAsync(int tokens) => (await RunAsync(NewPrompt(tokens), 1)).PromptTime;

    /// <summary>Time to the first token of a prompt whose beginning was asked before.</summary>
    public async Task<(TimeSpan First, TimeSpan Again)> RepeatAsync(int shared, int own)
    {
        var prefix = NewPrompt(shared);
        var first = await RunAsync([.. prefix, .. NewPrompt(own)], 1, cache: true);
        var again = await RunAsync([.. prefix, .. NewPrompt(own)], 1, cache: true);
        return (first.PromptTime, again.PromptTime);
    }

    /// <summary>Time from the first token to the last of one answer, or all the time of so many that begin together.</summary>
    public async Task<TimeSpan> GenerateAsync(int answers, int prompt, int tokens)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, answers).Select(_ => RunAsync(NewPrompt(prompt), tokens)));
        return answers == 1 ? all[0].GenerationTime : Stopwatch.GetElapsedTime(start);
    }

    private async Task<GenerationEnd> RunAsync(int[] prompt, int tokens, bool cache = false)
    {
        var request = new GenerationRequest
        {
            PromptTokens = prompt,
            MaxTokens = tokens,
            IgnoreEnd = true,
            CachePrompt = cache,
            Sampling = new SamplingOptions { Temperature = 0.8f, TopK = 40, TopP = 0.9f, RepeatPenalty = 1 },
        };
        GenerationEnd? end = null;
        await foreach (var delta in session.GenerateAsync(request, CancellationToken.None)) end = delta.End;
        if (end!.GeneratedTokens != tokens) throw new InvalidOperationException($"{end.GeneratedTokens} tokens came of {tokens}.");
        return end;
    }

    /// <summary>A prompt that begins like no other before it.</summary>
    private int[] NewPrompt(int tokens)
    {
        var number = Interlocked.Increment(ref _prompts);
        return [.. Enumerable.Range(0, tokens).Select(at => FirstToken + ((number * 131) + at) % 30_000)];
    }
}
