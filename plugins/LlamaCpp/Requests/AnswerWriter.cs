using System.Threading.Channels;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Sampling;
using GoatHost.Plugins.LlamaCpp.Texts;
using GoatHost.Plugins.LlamaCpp.Tools;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>
/// Turns drawn tokens into deltas: whole characters, nothing of a stop string, reasoning and calls apart, and the tokens behind the
/// text when asked.
/// </summary>
internal sealed class AnswerWriter
{
    private readonly GenerationRequest _request;
    private readonly Vocabulary _vocabulary;
    private readonly AnswerParser? _parser;
    private readonly ChannelWriter<Delta> _deltas;
    private readonly Dictionary<int, string> _marks = [];
    private readonly Utf8Pieces _characters = new();
    private readonly StopMatcher _stops;
    private readonly List<TokenInfo> _waiting = [];
    private bool _called;

    public AnswerWriter(GenerationRequest request, Vocabulary vocabulary, AnswerParser? parser, ChannelWriter<Delta> deltas)
    {
        (_request, _vocabulary, _parser, _deltas) = (request, vocabulary, parser, deltas);
        _stops = new StopMatcher(request.Stop);
        foreach (var mark in parser?.Marks ?? [])
        {
            if (vocabulary.Mark(mark) is >= 0 and var token) _marks[token] = mark;
        }
    }

    /// <summary>Tokens written so far.</summary>
    public int Tokens { get; private set; }

    /// <summary>Those of them that went into reasoning.</summary>
    public int ReasoningTokens { get; private set; }

    /// <summary>Whether the next token belongs to the reasoning, as far as is known.</summary>
    public bool IsReasoning => _parser?.IsReasoning ?? false;

    /// <summary>The text of the last token, marks included.</summary>
    public string LastText { get; private set; } = "";

    /// <summary>The stop string that was met, if one was.</summary>
    public string? StopString => _stops.Met;

    /// <summary>Writes a token.</summary>
    /// <returns>False when it completed a stop string: the answer is over.</returns>
    public bool Write(int token, ReadOnlySpan<float> logits)
    {
        Tokens++;
        if (IsReasoning) ReasoningTokens++;
        if (_request.LogProbabilities is { } others) _waiting.Add(LogProbabilities.Describe(logits, token, others, _vocabulary));
        LastText = _marks.TryGetValue(token, out var mark) ? mark : _characters.Add(_vocabulary.Piece(token, stackalloc byte[128]));
        var text = _stops.Add(LastText);
        Send(text.Length == 0 ? default : Parse(text), end: null);
        return !_stops.Stopped;
    }

    /// <summary>Writes what was held back, and the end.</summary>
    public void End(GenerationEnd end)
    {
        var rest = Parse(_stops.Add(_characters.End()) + _stops.End());
        var last = _parser?.End() ?? new AnswerPiece("", "", []);
        var piece = new AnswerPiece(rest.Text + last.Text, rest.Reasoning + last.Reasoning, [.. rest.Calls, .. last.Calls]);
        _called |= HasCall(piece);
        Send(piece, end with { Reason = _called && end.Reason == FinishReason.Stop ? FinishReason.ToolCalls : end.Reason });
        _deltas.TryComplete();
    }

    private AnswerPiece Parse(string text) => _parser?.Feed(text) ?? new AnswerPiece(text, "", []);

    private static bool HasCall(AnswerPiece piece) => piece.Calls?.Any(call => call.IsLast) ?? false;

    private void Send(AnswerPiece piece, GenerationEnd? end)
    {
        // Tokens go with the text they made: those of a stop string never.
        if (_stops.Stopped) _waiting.Clear();
        IReadOnlyList<TokenInfo> tokens = [];
        if (!_stops.Holds && _waiting.Count > 0)
        {
            tokens = [.. _waiting];
            _waiting.Clear();
        }
        var calls = piece.Calls ?? [];
        _called |= HasCall(piece);
        var silent = string.IsNullOrEmpty(piece.Text) && string.IsNullOrEmpty(piece.Reasoning) && calls.Count == 0;
        if (silent && tokens.Count == 0 && end is null) return;
        _deltas.TryWrite(new Delta
        {
            Text = piece.Text ?? "",
            Reasoning = string.IsNullOrEmpty(piece.Reasoning) ? null : piece.Reasoning,
            ToolCalls = calls,
            Tokens = tokens,
            End = end,
        });
    }
}
