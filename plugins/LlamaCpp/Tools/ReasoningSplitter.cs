using GoatHost.Plugins.LlamaCpp.Templates;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Parts reasoning at the beginning of an answer from what follows it. White space around either is left out.</summary>
internal sealed class ReasoningSplitter(ReasoningMarks marks, bool inside)
{
    private enum Place { Before, Inside, JustAfter, After }

    private Place _place = inside ? Place.Inside : Place.Before;
    private string _held = "";
    private bool _begun;
    private bool _started;

    /// <summary>The marks that have to be written out as text.</summary>
    public static IEnumerable<string> Texts(ReasoningMarks marks) =>
        new[] { marks.Start, marks.End, marks.AnswerStart }.Where(text => text.Length > 0);

    /// <summary>Whether the next piece belongs to the reasoning.</summary>
    public bool IsInside => _place == Place.Inside;

    /// <summary>Adds text.</summary>
    /// <returns>What of it follows the reasoning.</returns>
    public string Feed(string text, AnswerPieces pieces)
    {
        _held += text;
        if (_place == Place.Before) Begin();
        if (_place == Place.Inside) GoOn(pieces);
        if (_place is Place.Before or Place.Inside) return "";
        if (_place == Place.JustAfter && !Leave()) return "";
        (var rest, _held) = (_held, "");
        return rest;
    }

    /// <summary>Ends the answer.</summary>
    /// <returns>What was held back and is no reasoning.</returns>
    public string End(AnswerPieces pieces)
    {
        (var rest, _held) = (_held, "");
        if (_place != Place.Inside) return rest;
        Reason(rest.TrimEnd(), pieces);
        return "";
    }

    /// <summary>Passes white space, and what stands between the reasoning and the answer.</summary>
    /// <returns>Whether the answer is reached.</returns>
    private bool Leave()
    {
        _held = _held.TrimStart();
        if (!_started && _held.StartsWith(marks.AnswerStart, StringComparison.Ordinal))
        {
            _started = true;
            _held = _held[marks.AnswerStart.Length..].TrimStart();
        }
        if (_held.Length == 0 || (!_started && marks.AnswerStart.StartsWith(_held, StringComparison.Ordinal))) return false;
        _place = Place.After;
        return true;
    }

    private void Begin()
    {
        var text = _held.AsSpan().TrimStart();
        if (marks.Start.Length > 0 && text.StartsWith(marks.Start, StringComparison.Ordinal))
        {
            _held = text[marks.Start.Length..].ToString();
            _place = Place.Inside;
        }
        else if (!marks.Start.AsSpan().StartsWith(text, StringComparison.Ordinal))
        {
            _place = Place.After;
        }
    }

    private void GoOn(AnswerPieces pieces)
    {
        // A prompt that opened the reasoning does not keep every model from opening it again.
        if (!_begun && _held.AsSpan().TrimStart() is var start && marks.Start.AsSpan().StartsWith(start, StringComparison.Ordinal)) return;
        if (!_begun && _held.AsSpan().TrimStart().StartsWith(marks.Start, StringComparison.Ordinal))
        {
            _held = _held.TrimStart()[marks.Start.Length..];
        }
        var at = _held.IndexOf(marks.End, StringComparison.Ordinal);
        var free = HeldText.BeforeSpace(_held, at >= 0 ? at : _held.Length - HeldText.Beginning(_held, marks.End));
        Reason(_held[..free], pieces);
        if (at >= 0) _place = Place.JustAfter;
        _held = at >= 0 ? _held[(at + marks.End.Length)..] : _held[free..];
    }

    private void Reason(string text, AnswerPieces pieces)
    {
        if (!_begun) text = text.TrimStart();
        _begun |= text.Length > 0;
        pieces.Reasoning(text);
    }
}
