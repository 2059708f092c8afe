using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Gathers what a piece of an answer brings, by kind.</summary>
internal sealed class AnswerPieces
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<ToolCall> _calls = [];
    private readonly HashSet<string> _ids = [];

    public void Text(ReadOnlySpan<char> text) => _text.Append(text);

    public void Reasoning(ReadOnlySpan<char> text) => _reasoning.Append(text);

    /// <summary>Adds a call; one without an id, or with one that another has, gets its own.</summary>
    public void Call(string? id, string name, string arguments)
    {
        while (string.IsNullOrEmpty(id) || id.Length > 64 || !_ids.Add(id)) id = NewId();
        _calls.Add(new ToolCall(id, name, arguments));
    }

    public AnswerPiece Take()
    {
        var piece = new AnswerPiece(_text.ToString(), _reasoning.ToString(), [.. _calls]);
        _text.Clear();
        _reasoning.Clear();
        _calls.Clear();
        return piece;
    }

    // Nine letters and digits: the only form that Mistral's templates take, and good for all others.
    private static string NewId() =>
        string.Create(9, 0, (id, _) => Random.Shared.GetItems("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", id));
}
