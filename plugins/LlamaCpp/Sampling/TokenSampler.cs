using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Texts;
using GoatHost.Plugins.LlamaCpp.Tools;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>Draws the tokens of one answer. Built on any thread; draws on one at a time.</summary>
internal sealed class TokenSampler : IDisposable
{
    /// <summary>Where a cut leaves more than these, or penalties reach further back, going over the whole vocabulary costs no more.</summary>
    private const int MostCut = 1024;

    private readonly SamplerChain _chain;
    private readonly OutputGrammar? _rules;
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<int, float> _bias;
    private readonly RecentTokens? _recent;
    private readonly List<int> _watched = [];
    private SamplerHandle? _grammar;
    private GrammarTrigger? _trigger;

    /// <summary>A sampler.</summary>
    /// <param name="request">The request, checked.</param>
    /// <param name="rules">What the answer keeps to, or null.</param>
    /// <param name="vocabulary">Tokens to draw from.</param>
    /// <param name="contextSize">Tokens to look back on at most.</param>
    public TokenSampler(GenerationRequest request, OutputGrammar? rules, Vocabulary vocabulary, int contextSize)
    {
        (_vocabulary, _rules) = (vocabulary, rules);
        _bias = LogitBiases.Make(request, vocabulary);
        if (rules is { IsLazy: true }) _trigger = new GrammarTrigger(rules);
        else if (rules is not null) _grammar = vocabulary.Grammar(rules.Gbnf, []);
        try
        {
            _chain = new SamplerChain(request.Sampling, vocabulary, contextSize);
            if (_chain is { Cut: > 0 and <= MostCut, LooksBack: <= MostCut }) _recent = new RecentTokens(_chain.LooksBack);
        }
        catch
        {
            _grammar?.Dispose();
            throw;
        }
    }

    /// <summary>Remembers the end of the prompt for the penalties; marks are passed over, or a chat could not end its turns.</summary>
    public void Remember(ReadOnlySpan<int> prompt)
    {
        foreach (var token in prompt[Math.Max(0, prompt.Length - _chain.LooksBack)..])
        {
            if (!_vocabulary.IsControl(token)) Accept(token);
        }
    }

    /// <summary>Draws a token, and remembers it.</summary>
    /// <param name="logits">What the model says.</param>
    /// <param name="candidates">Room to work in.</param>
    /// <returns>The token; -1 when the grammar and the biases leave none.</returns>
    public int Draw(ReadOnlySpan<float> logits, Candidates candidates)
    {
        var token = Choose(logits, candidates);
        if (token < 0) return token;
        Accept(token);
        // It only ever gets what it let pass: anything else throws in C++, which ends the process.
        if (_grammar is not null && !_vocabulary.Ends(token)) LlamaApi.llama_sampler_accept(_grammar, token);
        return token;
    }

    /// <summary>Looks whether the grammar takes hold: it may wait for the text that begins what it is about.</summary>
    /// <param name="token">A token that was drawn.</param>
    /// <param name="text">Its text, marks included.</param>
    public void Watch(int token, string text)
    {
        if (_trigger is null) return;
        _watched.Add(token);
        var last = _trigger.Add(text);
        if (last == 0) return;
        _grammar = _vocabulary.Grammar(_rules!.Gbnf, _rules.Triggers);
        foreach (var seen in CollectionsMarshal.AsSpan(_watched)[^last..]) LlamaApi.llama_sampler_accept(_grammar, seen);
        _trigger = null;
    }

    public void Dispose()
    {
        _chain.Dispose();
        _grammar?.Dispose();
    }

    private void Accept(int token)
    {
        LlamaApi.llama_sampler_accept(_chain.Handle, token);
        _recent?.Add(token);
    }

    // A grammar is slow over a whole vocabulary, and the first choice mostly fits it: so it is asked about that one first.
    private int Choose(ReadOnlySpan<float> logits, Candidates candidates)
    {
        var token = _chain.IsGreatest && _bias.Count == 0 ? Candidates.Greatest(logits) : Fill(logits, candidates, _bias, null);
        if (_grammar is null || token < 0 || Candidates.Passes(_grammar, token)) return token;
        return Fill(logits, candidates, _bias, _grammar);
    }

    private int Fill(ReadOnlySpan<float> logits, Candidates candidates, Dictionary<int, float> bias, SamplerHandle? grammar)
    {
        // What a grammar forbids may be all of the greatest.
        if (_recent is not null && grammar is null) candidates.FillGreatest(logits, _chain.Cut, _recent.Tokens, bias);
        else candidates.Fill(logits, bias);
        if (grammar is not null) candidates.Apply(grammar);
        if ((grammar is not null || bias.Count > 0) && !candidates.Any()) return -1;
        candidates.Apply(_chain.Handle);
        var token = candidates.Chosen;
        return grammar is null || Candidates.Passes(grammar, token) ? token : -1;
    }
}
