using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.Answers;

/// <summary>An answer put together from its deltas.</summary>
internal sealed class CollectedAnswer
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly CollectedCalls _calls = new();
    private readonly List<TokenInfo> _tokens = [];

    public string Text => _text.ToString();
    public string? Reasoning => _reasoning.Length > 0 ? _reasoning.ToString() : null;
    public IReadOnlyList<ToolCall> Calls => _calls.All;
    public IReadOnlyList<TokenInfo> Tokens => _tokens;
    public GenerationEnd? End { get; private set; }

    public static async Task<CollectedAnswer[]> CollectAsync(IAsyncEnumerable<ChoiceDelta> deltas, int choices, CancellationToken ct)
    {
        var answers = new CollectedAnswer[choices];
        for (var at = 0; at < choices; at++) answers[at] = new CollectedAnswer();
        await foreach (var (choice, delta) in deltas.WithCancellation(ct)) answers[choice].Add(delta);
        return answers;
    }

    public void Add(Delta delta)
    {
        _text.Append(delta.Text);
        _reasoning.Append(delta.Reasoning);
        _calls.Add(delta.ToolCalls);
        _tokens.AddRange(delta.Tokens);
        End = delta.End ?? End;
    }
}
