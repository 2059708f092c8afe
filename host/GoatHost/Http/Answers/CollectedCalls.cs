using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.Answers;

/// <summary>The calls of an answer, put together from their pieces.</summary>
internal sealed class CollectedCalls
{
    private readonly List<ToolCall> _whole = [];
    private readonly List<ToolCall> _all = [];
    private readonly StringBuilder _arguments = new();
    private (string Id, string Name)? _open;

    /// <summary>The calls that are whole.</summary>
    public IReadOnlyList<ToolCall> Whole => _whole;

    /// <summary>All calls, also what there is of one that was broken off.</summary>
    public IReadOnlyList<ToolCall> All => _open is null ? _all : [.. _all, Open()];

    /// <summary>Adds pieces.</summary>
    /// <returns>The calls that are whole with them.</returns>
    public IReadOnlyList<ToolCall> Add(IReadOnlyList<ToolCallDelta> pieces)
    {
        if (pieces.Count == 0) return [];
        var before = _whole.Count;
        foreach (var piece in pieces) Add(piece);
        return _whole[before..];
    }

    /// <summary>That a runtime goes on with a call that it never began.</summary>
    public static GoatException NotBegun() =>
        new("The runtime wrote arguments of a tool call that it had not begun: tell the author of its plugin.");

    private void Add(ToolCallDelta piece)
    {
        if (piece.Name is { } name)
        {
            if (_open is not null) End();
            _open = (piece.Id ?? "", name);
        }
        if (_open is null) throw NotBegun();
        _arguments.Append(piece.Arguments);
        if (!piece.IsLast) return;
        _whole.Add(Open());
        End();
    }

    private void End()
    {
        _all.Add(Open());
        _arguments.Clear();
        _open = null;
    }

    private ToolCall Open() => new(_open!.Value.Id, _open.Value.Name, _arguments.ToString());
}
