namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// Parts calls from text as an answer comes in. What turns out to be no call is text; of a mark that may be one, nothing is let out before
/// that is known.
/// </summary>
internal sealed class CallParser(ToolDialect dialect, ToolSet tools)
{
    private enum Place { Text, Opening, Call, Tail, Between, Closing }

    private Place _place = Place.Text;
    private string _held = "";
    private int _at;
    private int _mark;
    private CallReader _reader = new(dialect.Call, tools);
    private bool _begun;
    private bool _called;

    public void Feed(string text, AnswerPieces pieces)
    {
        _held += text;
        while (Go(pieces)) { }
    }

    /// <summary>Ends the answer: what was held back is text.</summary>
    public void End(AnswerPieces pieces)
    {
        // What remains of a call that broke off before it was told of has to be looked through for others.
        while (_place is Place.Opening || (_place == Place.Call && !_reader.HasBegun))
        {
            Fail(pieces);
            while (Go(pieces)) { }
        }
        if (_place == Place.Text && !(_called && string.IsNullOrWhiteSpace(_held))) pieces.Text(_held);
        else if (_held.AsSpan(_at).Trim() is { Length: > 0 } rest && !IsBeginningOfMark(rest)) pieces.Text(rest);
        _held = "";
    }

    private bool Go(AnswerPieces pieces) => _place switch
    {
        Place.Text => dialect.FirstMark is { } mark ? FindMark(mark, pieces) : FindObject(pieces),
        Place.Opening => Marks(dialect.Open, Place.Call, () => Fail(pieces)),
        Place.Call => ReadCall(pieces),
        // A tail that is missing is not missed.
        Place.Tail => Marks(dialect.Tail, Place.Between, () => Enter(Place.Between)),
        Place.Between => GoOn(),
        _ => Marks(dialect.Close, Place.Text, () => Enter(Place.Text)),
    };

    private bool FindMark(string mark, AnswerPieces pieces)
    {
        var at = _held.IndexOf(mark, StringComparison.Ordinal);
        // White space before a call is no text, and may be all that there is after one.
        var free = HeldText.BeforeSpace(_held, at >= 0 ? at : _held.Length - HeldText.Beginning(_held, mark));
        Text(free, pieces);
        if (at < 0) return false;
        _held = _held[(at - free)..];
        Enter(dialect.Open.Count > 0 ? Place.Opening : Place.Call);
        return true;
    }

    private bool FindObject(AnswerPieces pieces)
    {
        // Once there is text, all that follows is.
        if (_begun) return LetOut(pieces);
        var begin = TextRead.SkipSpace(_held, 0);
        if (begin == _held.Length) return false;
        if (_held[begin] == '{')
        {
            Enter(Place.Call);
            return true;
        }
        const string Tag = "<|python_tag|>";
        var rest = _held.AsSpan(begin);
        if (rest.StartsWith(Tag, StringComparison.Ordinal))
        {
            _held = rest[Tag.Length..].ToString();
            return true;
        }
        if (Tag.AsSpan().StartsWith(rest, StringComparison.Ordinal)) return false;
        // Between calls that follow one another some models put a semicolon.
        if (_called && _held[begin] is ';' or ',')
        {
            _held = _held[(begin + 1)..];
            return true;
        }
        return LetOut(pieces);
    }

    private bool LetOut(AnswerPieces pieces)
    {
        Text(_held.Length, pieces);
        return false;
    }

    private bool ReadCall(AnswerPieces pieces)
    {
        var state = _reader.Read(_held, ref _at, pieces);
        if (_reader.HasBegun)
        {
            // What was told on is not held any more.
            _held = _held[_at..];
            _at = 0;
        }
        if (state == ReadState.More) return false;
        if (state == ReadState.Failed)
        {
            if (!_reader.HasBegun) Fail(pieces);
            else Enter(Place.Text);
            _begun = true;
            return true;
        }
        if (!_reader.HasBegun) pieces.Call(_reader.Id, _reader.Name, _reader.Arguments);
        _called = true;
        _held = _held[_at..];
        Enter(Place.Tail);
        return true;
    }

    private bool GoOn()
    {
        if (dialect.Open.Count == 0)
        {
            Enter(Place.Text);
            return true;
        }
        var (call, close) = (_at, _at);
        var next = dialect.Separator ?? ((CallStep.Mark)dialect.Call[0]).Text;
        var (toCall, toClose) = (TextRead.Mark(next, _held, ref call), TextRead.Mark(dialect.Close[0], _held, ref close));
        if (toCall == ReadState.Done)
        {
            if (dialect.Separator is not null) _held = _held[call..];
            Enter(Place.Call);
            return true;
        }
        if (toClose == ReadState.Done) Enter(Place.Closing);
        else if (toCall == ReadState.Failed && toClose == ReadState.Failed) Enter(Place.Text);
        return _place != Place.Between;
    }

    /// <summary>Passes marks that stand one after another.</summary>
    private bool Marks(IReadOnlyList<string> marks, Place next, Action otherwise)
    {
        while (_mark < marks.Count)
        {
            var state = TextRead.Mark(marks[_mark], _held, ref _at);
            if (state == ReadState.More) return false;
            if (state == ReadState.Failed)
            {
                otherwise();
                return true;
            }
            _mark++;
        }
        var at = _at;
        Enter(next);
        // What opened the calls is kept, in case none follows.
        if (next == Place.Call) _at = at;
        return true;
    }

    private void Enter(Place place)
    {
        if (place is Place.Between or Place.Text && _at > 0) _held = _held[_at..];
        if (place == Place.Call) _reader = new CallReader(dialect.Call, tools);
        (_place, _at, _mark) = (place, 0, 0);
    }

    /// <summary>Lets out what looked like a call, at least its first character, and looks for calls in the rest.</summary>
    private void Fail(AnswerPieces pieces)
    {
        _at = 0;
        var mark = dialect.FirstMark is { } first && _held.StartsWith(first, StringComparison.Ordinal)
            ? first.Length
            : Math.Min(1, _held.Length);
        Text(mark, pieces);
        _begun = true;
        Enter(Place.Text);
    }

    private void Text(int length, AnswerPieces pieces)
    {
        pieces.Text(_held.AsSpan(0, length));
        _begun |= length > 0;
        _held = _held[length..];
    }

    private bool IsBeginningOfMark(ReadOnlySpan<char> text)
    {
        foreach (var mark in dialect.Tail.Concat(dialect.Close))
        {
            if (mark.AsSpan().StartsWith(text, StringComparison.Ordinal)) return true;
        }
        return false;
    }
}
