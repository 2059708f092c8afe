using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>An answer put together from its pieces.</summary>
internal sealed class AnswerText
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly CollectedCalls _calls = new();
    private readonly List<TokenInfo> _tokens = [];

    public string Text => _text.ToString();
    public string? Thinking => _thinking.Length > 0 ? _thinking.ToString() : null;
    // Arguments are an object here: a call that was broken off has none.
    public IReadOnlyList<ToolCall> Calls => _calls.Whole;
    public IReadOnlyList<TokenInfo> Tokens => _tokens;

    public void Add(Delta delta)
    {
        _text.Append(delta.Text);
        _thinking.Append(delta.Reasoning);
        _calls.Add(delta.ToolCalls);
        _tokens.AddRange(delta.Tokens);
    }
}
