using System.Text;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Follows a text through a grammar, character by character, along all ways at once.</summary>
internal sealed class GrammarMatcher
{
    private readonly Grammar _grammar;
    // One frame for each distinct future, so that ways that meet again are one.
    private readonly Dictionary<(Expression, int, Frame?), Frame> _frames = [];
    private readonly List<Frame> _waiting = [];
    private HashSet<Frame> _ways = [];

    public GrammarMatcher(Grammar grammar)
    {
        _grammar = grammar;
        Advance(Push(grammar.Rules[Grammar.Root], 0, null));
    }

    /// <summary>Whether the text so far fits as a whole.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Goes on with some text.</summary>
    /// <returns>False when no text that begins like this fits.</returns>
    public bool Add(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var before = _ways;
            _ways = [];
            IsWhole = false;
            foreach (var way in before) Take(way, rune);
        }
        return _ways.Count > 0 || IsWhole;
    }

    private void Take(Frame way, Rune rune)
    {
        if (way.Expression is Expression.Character character)
        {
            if (character.Set.Contains(rune.Value)) Advance(way.Next);
            return;
        }
        var text = ((Expression.Literal)way.Expression).Value;
        if (Rune.GetRuneAt(text, way.Position) != rune) return;
        var after = way.Position + rune.Utf16SequenceLength;
        Advance(after == text.Length ? way.Next : Push(way.Expression, after, way.Next));
    }

    /// <summary>Opens a frame until each way begins with a character.</summary>
    private void Advance(Frame? first)
    {
        if (first is null)
        {
            IsWhole = true;
            return;
        }
        var seen = new HashSet<Frame>();
        _waiting.Add(first);
        while (_waiting.Count > 0)
        {
            var frame = _waiting[^1];
            _waiting.RemoveAt(_waiting.Count - 1);
            if (seen.Add(frame)) Open(frame);
        }
    }

    private void Open(Frame frame)
    {
        var next = frame.Next;
        switch (frame.Expression)
        {
            case Expression.Reference reference:
                Wait(Push(_grammar.Rules[reference.Name], 0, next));
                break;
            case Expression.Choice choice:
                foreach (var option in choice.Options) Wait(Push(option, 0, next));
                break;
            case Expression.Sequence sequence:
                var rest = frame.Position + 1 < sequence.Items.Count ? Push(sequence, frame.Position + 1, next) : next;
                Wait(frame.Position < sequence.Items.Count ? Push(sequence.Items[frame.Position], 0, rest) : rest);
                break;
            case Expression.Repeat repeat:
                if (frame.Position >= repeat.Least) Wait(next);
                // Beyond the least, without a most, one count is as good as another.
                var count = repeat.Most is null ? Math.Min(frame.Position + 1, repeat.Least) : frame.Position + 1;
                if (repeat.Most is null || frame.Position < repeat.Most) Wait(Push(repeat.Body, 0, Push(repeat, count, next)));
                break;
            default:
                _ways.Add(frame);
                break;
        }
    }

    private void Wait(Frame? frame)
    {
        if (frame is null) IsWhole = true;
        else _waiting.Add(frame);
    }

    private Frame Push(Expression expression, int position, Frame? next)
    {
        if (!_frames.TryGetValue((expression, position, next), out var frame))
        {
            _frames[(expression, position, next)] = frame = new Frame(expression, position, next);
        }
        return frame;
    }

    private sealed class Frame(Expression expression, int position, Frame? next)
    {
        public Expression Expression { get; } = expression;

        public int Position { get; } = position;

        public Frame? Next { get; } = next;
    }
}
