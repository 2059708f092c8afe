using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>An answer put together from its pieces.</summary>
internal sealed class AnswerText
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly List<ToolCall> _calls = [];
    private readonly List<TokenInfo> _tokens = [];

    public string Text => _text.ToString();
    public string? Thinking => _thinking.Length > 0 ? _thinking.ToString() : null;
    public IReadOnlyList<ToolCall> Calls => _calls;
    public IReadOnlyList<TokenInfo> Tokens => _tokens;

    public void Add(Delta delta)
    {
        _text.Append(delta.Text);
        _thinking.Append(delta.Reasoning);
        _calls.AddRange(delta.ToolCalls);
        _tokens.AddRange(delta.Tokens);
    }
}
