using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;

namespace Plugins.LlamaCpp.Tests.Kinds;

/// <summary>llama.cpp asked one text at a time, with nothing kept from one to the next: what a scheduler's answers are held against.</summary>
internal sealed class PlainLoop : IDisposable
{
    private readonly LoadedModel _model;
    private readonly LlamaContext _context;

    public PlainLoop(VerifiedModel model, Pooling? embeddings = null)
    {
        _model = LoadedModel.Load(model, LoadPlan.Make(model.Summary, new SessionOptions(), []), null, CancellationToken.None);
        var shape = new ContextShape(KindWriter.Context, KindWriter.Context, 1, embeddings is null ? 1 : 0);
        _context = LlamaContext.Create(_model.Handle, _model.Vocabulary.Size, shape, threads: 1, embeddings);
    }

    /// <summary>How far the logit of each token of an answer lies below the greatest at its place: hardly at all where an answer is right.</summary>
    public float Shortfall(IReadOnlyList<int> prompt, IReadOnlyList<int> answer)
    {
        var worst = 0f;
        for (var i = 0; i < answer.Count; i++)
        {
            _context.Clear();
            worst = Math.Max(worst, Shortfall(Decode([.. prompt, .. answer.Take(i)], 0), answer[i]));
        }
        return worst;
    }

    /// <summary>The same token by token, with the older half of what follows the kept tokens forgotten each time that the context is full.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="keep">Tokens of the prompt that stay.</param>
    /// <param name="size">Tokens that the context holds.</param>
    public float ShiftedShortfall(IReadOnlyList<int> prompt, IReadOnlyList<int> answer, int keep, int size)
    {
        _context.Clear();
        var (worst, count) = (0f, prompt.Count);
        var logits = Decode([.. prompt], 0);
        foreach (var token in answer)
        {
            worst = Math.Max(worst, Shortfall(logits, token));
            if (count == size)
            {
                var forgotten = (size - keep) / 2;
                Assert.True(_context.Close(0, keep, keep + forgotten));
                count -= forgotten;
            }
            logits = Decode([token], count++);
        }
        return worst;
    }

    /// <summary>The score of a text that is a query and a document as the model reads them.</summary>
    public float Score(IReadOnlyList<int> tokens)
    {
        _context.Clear();
        Fill(tokens, 0, every: true);
        Assert.Equal(DecodeResult.Done, _context.Decode());
        return _context.Embedding(0, 1)[0];
    }

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    private float[] Decode(IReadOnlyList<int> tokens, int at)
    {
        Fill(tokens, at, every: false);
        Assert.Equal(DecodeResult.Done, _context.Decode());
        return _context.Logits(tokens.Count - 1).ToArray();
    }

    private void Fill(IReadOnlyList<int> tokens, int at, bool every)
    {
        _context.Batch.Clear();
        for (var i = 0; i < tokens.Count; i++) _context.Batch.Add(tokens[i], at + i, 0, every || i == tokens.Count - 1);
    }

    private static float Shortfall(float[] logits, int token) => logits.Max() - logits[token];
}
