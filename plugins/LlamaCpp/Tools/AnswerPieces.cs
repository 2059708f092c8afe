using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Gathers what a piece of an answer brings, by kind.</summary>
internal sealed class AnswerPieces
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<ToolCallDelta> _calls = [];
    private readonly StringBuilder _arguments = new();
    private readonly HashSet<string> _ids = [];
    private ToolCallDelta? _call;

    public void Text(ReadOnlySpan<char> text) => _text.Append(text);

    public void Reasoning(ReadOnlySpan<char> text) => _reasoning.Append(text);

    /// <summary>Adds a whole call.</summary>
    public void Call(string? id, string name, string arguments)
    {
        BeginCall(id, name);
        Arguments(arguments);
        EndCall();
    }

    /// <summary>Begins a call; one without an id, or with one that another has, gets its own.</summary>
    public void BeginCall(string? id, string name)
    {
        Flush();
        while (string.IsNullOrEmpty(id) || id.Length > 64 || !_ids.Add(id)) id = NewId();
        _call = new ToolCallDelta("") { Id = id, Name = name };
    }

    /// <summary>Adds to the arguments of the call that was begun.</summary>
    public void Arguments(ReadOnlySpan<char> json)
    {
        if (json.Length == 0) return;
        _call ??= new ToolCallDelta("");
        _arguments.Append(json);
    }

    public void EndCall()
    {
        _call = (_call ?? new ToolCallDelta("")) with { IsLast = true };
        Flush();
    }

    public AnswerPiece Take()
    {
        Flush();
        var piece = new AnswerPiece(_text.ToString(), _reasoning.ToString(), [.. _calls]);
        _text.Clear();
        _reasoning.Clear();
        _calls.Clear();
        return piece;
    }

    private void Flush()
    {
        if (_call is null) return;
        _calls.Add(_call with { Arguments = _arguments.ToString() });
        _arguments.Clear();
        _call = null;
    }

    // Nine letters and digits: the only form that Mistral's templates take, and good for all others.
    private static string NewId() =>
        string.Create(9, 0, (id, _) => Random.Shared.GetItems("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", id));
}
