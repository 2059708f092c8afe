using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Sampling;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>Draws and writes the next token of an answer, and tells when it is the last.</summary>
internal sealed class NextToken(Vocabulary vocabulary, LlamaContext context, KvCache cache, int contextSize) : IDisposable
{
    private readonly Candidates _candidates = new(vocabulary.Size);

    /// <summary>Draws and writes a token.</summary>
    /// <param name="generation">The answer.</param>
    /// <param name="output">Where in the batch its last token was.</param>
    /// <param name="now">Time of the draw.</param>
    /// <returns>Why the answer is over, or null when it goes on.</returns>
    public FinishReason? Draw(Generation generation, int output, TimeSpan now)
    {
        var logits = context.Logits(output);
        var token = generation.Sampler.Draw(logits, _candidates);
        generation.Clock.Draw(now);
        if (token < 0 || vocabulary.Ends(token) || !generation.Writer.Write(token, logits)) return FinishReason.Stop;
        if (!generation.Writer.IsReasoning) generation.Sampler.Watch(token, generation.Writer.LastText);
        if (generation.Writer.Tokens == generation.Request.MaxTokens) return FinishReason.Length;
        if (generation.Tokens.Count == contextSize && !Shift(generation)) return FinishReason.Length;
        generation.Tokens.Add(token);
        return null;
    }

    public void Dispose() => _candidates.Dispose();

    /// <summary>Forgets the older half of what is not to be kept.</summary>
    private bool Shift(Generation generation)
    {
        if (!generation.Request.ShiftContext) return false;
        var keep = generation.Request.KeepTokens;
        keep = keep < 0 ? generation.PromptTokens : Math.Min(keep, generation.PromptTokens);
        var forgotten = (contextSize - keep) / 2;
        if (forgotten < 1) return false;
        var moved = cache.Close(generation.Sequence!, keep, keep + forgotten);
        generation.Tokens.RemoveRange(keep, forgotten);
        generation.Shifts++;
        if (moved) return true;
        // Others hold the same cells: it is computed again, in cells of its own.
        cache.Abandon(generation);
        cache.Assign(generation, reuse: false);
        return true;
    }
}
