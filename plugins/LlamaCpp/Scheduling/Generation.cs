using System.Threading.Channels;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Requests;
using GoatHost.Plugins.LlamaCpp.Sampling;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// One answer on its way: its tokens, of which a sequence holds the first, and how it is drawn and written. Of the loop's thread alone,
/// but for what is said otherwise.
/// </summary>
internal sealed class Generation : IDisposable
{
    /// <summary>Deltas that nobody has read yet, from which on an answer waits for its reader.</summary>
    public const int FarBehind = 512;

    private readonly Channel<Delta> _deltas;
    private readonly Prompt _prompt;
    private volatile bool _cancelled;

    public Generation(GenerationRequest request, Prompt prompt, TokenSampler sampler, Func<ChannelWriter<Delta>, AnswerWriter> writer)
    {
        (Request, _prompt, Sampler) = (request, prompt, sampler);
        // Unbounded for the loop, which never waits for a reader; it passes over an answer whose reader is far behind.
        _deltas = Channel.CreateUnbounded<Delta>(new UnboundedChannelOptions { SingleWriter = true });
        Writer = writer(_deltas.Writer);
        Tokens = [.. prompt.Tokens];
    }

    public GenerationRequest Request { get; }

    public TokenSampler Sampler { get; }

    public AnswerWriter Writer { get; }

    /// <summary>Prompt and answer so far, as the context is to hold them.</summary>
    public List<int> Tokens { get; }

    public int PromptTokens => _prompt.Tokens.Length;

    /// <summary>The adapters that it is computed with.</summary>
    public AdapterSet Adapters { get; init; } = AdapterSet.None;

    /// <summary>When those had their last turn, where there are several sets; higher is later.</summary>
    public long LastTurn { get; set; }

    /// <summary>The sequence that holds its first tokens, while it runs.</summary>
    public Sequence? Sequence { get; set; }

    /// <summary>Tokens to compute before the next can be drawn.</summary>
    public int Pending => Tokens.Count - (Sequence?.Count ?? 0);

    public GenerationClock Clock { get; } = new();

    /// <summary>Tokens of the prompt that were not computed.</summary>
    public int CachedTokens { get; set; }

    /// <summary>Times that the context forgot a part of it.</summary>
    public int Shifts { get; set; }

    /// <summary>Whether there was no room for it when it was its turn, and none was made since.</summary>
    public bool MustWait { get; set; }

    /// <summary>Whether nobody wants it any more. From any thread.</summary>
    public bool Cancelled => _cancelled;

    /// <summary>Whether its reader is so far behind that it may wait. From any thread.</summary>
    public bool IsAhead => _deltas.Reader.Count >= FarBehind;

    /// <summary>Whether there is nothing to compute for it at the moment. From any thread.</summary>
    public bool IsIdle => Cancelled || IsAhead;

    /// <summary>
    /// Whether a seed promises the same answer each time, so that nothing is reused: numbers computed in other batches differ in the
    /// last bits.
    /// </summary>
    public bool IsRepeatable => Request.Sampling.Seed is not null;

    /// <summary>The answer as it comes; ends with the failure if there is one. For the reader.</summary>
    public ChannelReader<Delta> Deltas => _deltas.Reader;

    /// <summary>Tells that nobody wants it any more. From any thread.</summary>
    public void Cancel() => _cancelled = true;

    /// <summary>Ends the answer.</summary>
    public void End(FinishReason reason)
    {
        Writer.End(Clock.Fill(new GenerationEnd(reason, PromptTokens, Writer.Tokens, TimeSpan.Zero, TimeSpan.Zero)
        {
            CachedTokens = CachedTokens,
            ReasoningTokens = Writer.ReasoningTokens,
            StopString = Writer.StopString,
            DroppedMessages = _prompt.DroppedMessages,
            ContextShifts = Shifts,
        }));
    }

    public void Fail(Exception fault) => _deltas.Writer.TryComplete(fault);

    public void Dispose() => Sampler.Dispose();
}
