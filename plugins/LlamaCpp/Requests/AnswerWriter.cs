using System.Threading.Channels;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Sampling;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>Turns drawn tokens into deltas: whole characters, nothing of a stop string, and the tokens behind the text when asked.</summary>
internal sealed class AnswerWriter(GenerationRequest request, Vocabulary vocabulary, ChannelWriter<Delta> deltas)
{
    private readonly Utf8Pieces _characters = new();
    private readonly StopMatcher _stops = new(request.Stop);
    private readonly List<TokenInfo> _waiting = [];

    /// <summary>Tokens written so far.</summary>
    public int Tokens { get; private set; }

    /// <summary>The stop string that was met, if one was.</summary>
    public string? StopString => _stops.Met;

    /// <summary>Writes a token.</summary>
    /// <returns>False when it completed a stop string: the answer is over.</returns>
    public bool Write(int token, ReadOnlySpan<float> logits)
    {
        Tokens++;
        if (request.LogProbabilities is { } alternatives) _waiting.Add(LogProbabilities.Describe(logits, token, alternatives, vocabulary));
        Send(_stops.Add(_characters.Add(vocabulary.Piece(token, stackalloc byte[128]))), end: null);
        return !_stops.Stopped;
    }

    /// <summary>Writes what was held back, and the end.</summary>
    public void End(GenerationEnd end)
    {
        Send(_stops.Add(_characters.End()) + _stops.End(), end);
        deltas.TryComplete();
    }

    private void Send(string text, GenerationEnd? end)
    {
        // Tokens go with the text they made: those of a stop string never.
        if (_stops.Stopped) _waiting.Clear();
        IReadOnlyList<TokenInfo> tokens = [];
        if (!_stops.Holds && _waiting.Count > 0)
        {
            tokens = [.. _waiting];
            _waiting.Clear();
        }
        if (text.Length > 0 || tokens.Count > 0 || end is not null) deltas.TryWrite(new Delta { Text = text, Tokens = tokens, End = end });
    }
}
