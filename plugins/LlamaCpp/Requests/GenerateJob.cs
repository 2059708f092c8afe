using System.Threading.Channels;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Sampling;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>One answer: prompt to tokens, tokens through the model, and one token drawn after another until something ends it.</summary>
internal sealed class GenerateJob(
    GenerationRequest request, LoadedModel model, LlamaContext context, ContextMemory memory, TimeProvider time, CancellationToken ct) : SessionJob(ct)
{
    // Unbounded, so that a slow reader never holds up the thread that others wait for; an answer ends with the context anyway.
    private readonly Channel<Delta> _deltas = Channel.CreateUnbounded<Delta>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <summary>The answer as it comes; ends with the failure if there is one.</summary>
    public ChannelReader<Delta> Deltas => _deltas.Reader;

    protected override void Run(CancellationToken ct)
    {
        var start = time.GetTimestamp();
        var prompt = PromptTokens.Make(request, model, context.Size);
        using var sampler = new SamplerChain(request.Sampling, model.Vocabulary.Size, context.Size);
        memory.Load(prompt, reuse: request.Sampling.Seed is null, ct);
        sampler.Accept(prompt, model.Vocabulary);

        var answer = new AnswerWriter(request, model.Vocabulary, _deltas.Writer);
        long first = 0, last = 0;
        var reason = FinishReason.Length;
        while (answer.Tokens < (request.MaxTokens ?? int.MaxValue))
        {
            ct.ThrowIfCancellationRequested();
            var logits = context.Logits();
            var token = sampler.Draw(context);
            last = time.GetTimestamp();
            if (first == 0) first = last;
            if (model.Vocabulary.Ends(token) || !answer.Write(token, logits))
            {
                reason = FinishReason.Stop;
                break;
            }
            if (context.Used == context.Size || answer.Tokens == request.MaxTokens) break;
            memory.Append(token, ct);
        }
        if (first == 0) first = last = time.GetTimestamp();
        answer.End(new GenerationEnd(reason, prompt.Length, answer.Tokens, time.GetElapsedTime(start, first), time.GetElapsedTime(first, last)));
    }

    protected override void Fail(Exception fault) => _deltas.Writer.TryComplete(fault);
}
