namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Reads the arguments of one call as they come in, and tells them on as far as they are JSON.</summary>
internal sealed class ArgumentsReader
{
    private JsonFollower _json;
    private int _around;
    private bool _ended;

    /// <summary>Whether the call was told of: it cannot be taken back.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Begins the call.</summary>
    /// <param name="id">Its id, if it has one.</param>
    /// <param name="name">Its name.</param>
    /// <param name="before">What stands before the arguments in the same object; empty where they stand alone.</param>
    /// <param name="pieces">Takes it.</param>
    public void Begin(string? id, string name, ReadOnlySpan<char> before, AnswerPieces pieces)
    {
        foreach (var character in before) _json.Take(character);
        _around = _json.Depth;
        HasBegun = true;
        pieces.BeginCall(id, name);
    }

    /// <summary>Reads on, from the opening brace to the end of the arguments and of what they stand in.</summary>
    public ReadState Read(string text, ref int at, AnswerPieces pieces)
    {
        var from = at;
        while (at < text.Length && !_json.IsWhole)
        {
            if (!_json.Take(text[at]))
            {
                Tell(text.AsSpan(from, at - from), pieces);
                return ReadState.Failed;
            }
            at++;
            if (_ended || _json.Depth > _around) continue;
            Tell(text.AsSpan(from, at - from), pieces);
            pieces.EndCall();
            _ended = true;
        }
        Tell(text.AsSpan(from, at - from), pieces);
        return _json.IsWhole ? ReadState.Done : ReadState.More;
    }

    private void Tell(ReadOnlySpan<char> text, AnswerPieces pieces)
    {
        if (!_ended) pieces.Arguments(text);
    }
}
