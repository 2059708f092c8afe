using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>The tokens that may be drawn, with their logits, in native memory that serves every draw. For one thread at a time.</summary>
internal sealed unsafe class Candidates(int vocabularySize) : IDisposable
{
    private TokenData* _tokens = (TokenData*)NativeMemory.Alloc((nuint)vocabularySize, (nuint)sizeof(TokenData));
    private readonly GreatestLogits _greatest = new();
    private readonly bool[] _isIn = new bool[vocabularySize];
    private TokenDataArray _array;

    /// <summary>Puts every token in, with its logit and bias.</summary>
    public void Fill(ReadOnlySpan<float> logits, IReadOnlyDictionary<int, float> bias)
    {
        ObjectDisposedException.ThrowIf(_tokens is null, this);
        var wrong = false;
        for (var id = 0; id < logits.Length; id++)
        {
            var logit = logits[id];
            wrong |= float.IsNaN(logit) | float.IsPositiveInfinity(logit);
            _tokens[id] = new TokenData { Id = id, Logit = logit };
        }
        if (wrong) throw Damaged();
        foreach (var (id, added) in bias) _tokens[id].Logit += added;
        _array = new TokenDataArray { Data = _tokens, Count = (nuint)logits.Length, Selected = -1 };
    }

    /// <summary>
    /// Puts in no more than a cut to the greatest logits can leave: the greatest, and those that a bias or a penalty may move past them.
    /// </summary>
    /// <param name="logits">What the model says.</param>
    /// <param name="count">How many the cut leaves.</param>
    /// <param name="penalized">Tokens whose logits the samplers before the cut may change.</param>
    /// <param name="bias">What is added to single ones.</param>
    public void FillGreatest(ReadOnlySpan<float> logits, int count, ReadOnlySpan<int> penalized, IReadOnlyDictionary<int, float> bias)
    {
        ObjectDisposedException.ThrowIf(_tokens is null, this);
        var wanted = count + penalized.Length + bias.Count;
        if (wanted >= logits.Length)
        {
            Fill(logits, bias);
            return;
        }
        var found = _greatest.Find(logits, wanted);
        if (_greatest.IsDamaged) throw Damaged();
        _array = new TokenDataArray { Data = _tokens, Count = 0, Selected = -1 };
        foreach (var id in found) Put(id, logits[id]);
        foreach (var id in penalized) Put(id, logits[id]);
        foreach (var id in bias.Keys) Put(id, logits[id]);
        for (nuint i = 0; i < _array.Count; i++)
        {
            _isIn[_tokens[i].Id] = false;
            if (bias.Count > 0 && bias.TryGetValue(_tokens[i].Id, out var added)) _tokens[i].Logit += added;
        }
    }

    /// <summary>Whether any token may still be drawn.</summary>
    public bool Any()
    {
        for (nuint i = 0; i < _array.Count; i++)
        {
            if (_array.Data[i].Logit > float.NegativeInfinity) return true;
        }
        return false;
    }

    public void Apply(SamplerHandle sampler)
    {
        fixed (TokenDataArray* array = &_array) LlamaApi.llama_sampler_apply(sampler, array);
    }

    /// <summary>The token that a sampler chose.</summary>
    public int Chosen => _array.Selected >= 0 && (ulong)_array.Selected < _array.Count
        ? _array.Data[_array.Selected].Id
        : throw new GoatException("llama.cpp chose no token: try other sampling options.");

    /// <summary>Whether a sampler lets one token pass.</summary>
    public static bool Passes(SamplerHandle sampler, int token)
    {
        var one = new TokenData { Id = token, Logit = 1 };
        var array = new TokenDataArray { Data = &one, Count = 1, Selected = -1 };
        LlamaApi.llama_sampler_apply(sampler, &array);
        return one.Logit > float.NegativeInfinity;
    }

    /// <summary>The token with the greatest logit.</summary>
    public static int Greatest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        var wrong = false;
        for (var id = 0; id < logits.Length; id++)
        {
            wrong |= float.IsNaN(logits[id]);
            if (logits[id] > logits[best]) best = id;
        }
        return wrong ? throw Damaged() : best;
    }

    public void Dispose()
    {
        NativeMemory.Free(_tokens);
        _tokens = null;
    }

    private void Put(int id, float logit)
    {
        if (_isIn[id]) return;
        _isIn[id] = true;
        _tokens[_array.Count++] = new TokenData { Id = id, Logit = logit };
    }

    private static GoatException Damaged() => new(
        "The model computes no numbers for this prompt (its weights may be damaged): "
        + "run 'goat verify' on it, or take another quantization.");
}
