using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>Turns deltas into OpenAI's shapes: chunks one by one, or the whole at the end.</summary>
internal sealed class ChatAnswerBuilder(string id, long created, ChatRequest request)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<AnswerToolCall> _calls = [];
    private readonly List<ChatLogProb> _tokens = [];
    private GenerationEnd? _end;

    public bool IncludeUsage => request.IncludeUsage;

    public void Add(Delta delta)
    {
        _text.Append(delta.Text);
        _reasoning.Append(delta.Reasoning);
        _calls.AddRange(Calls(delta));
        _tokens.AddRange(delta.Tokens.Select(token => LogProb(token, top: true)));
        _end = delta.End ?? _end;
    }

    public ChatCompletion Whole() => new(id, "chat.completion", created, request.Model, [Choice()], Usage());

    public ChatChunk First() => Chunk(new AnswerMessage { Role = "assistant", Content = "" });

    /// <summary>The news in a delta, or null when it has none.</summary>
    public ChatChunk? Next(Delta delta)
    {
        var before = _calls.Count;
        Add(delta);
        if (delta is { Text: "", Reasoning: null or "", Tokens.Count: 0 } && _calls.Count == before) return null;
        var news = new AnswerMessage
        {
            Content = delta.Text.Length > 0 ? delta.Text : null,
            ReasoningContent = delta.Reasoning is { Length: > 0 } reasoning ? reasoning : null,
            ToolCalls = _calls.Count > before ? _calls[before..] : null,
        };
        return Chunk(news, delta.Tokens.Count > 0 ? new ChatLogProbs([.. delta.Tokens.Select(token => LogProb(token, top: true))]) : null);
    }

    public ChatChunk Last() => new(id, "chat.completion.chunk", created, request.Model, [new ChunkChoice(0, new AnswerMessage(), Reason())]);

    public ChatChunk UsageChunk() => new(id, "chat.completion.chunk", created, request.Model, []) { Usage = Usage() };

    private ChatChunk Chunk(AnswerMessage news, ChatLogProbs? tokens = null) =>
        new(id, "chat.completion.chunk", created, request.Model, [new ChunkChoice(0, news, null) { Logprobs = tokens }]);

    private ChatChoice Choice() => new(0, new AnswerMessage
    {
        Role = "assistant",
        Content = _text.ToString(),
        ReasoningContent = _reasoning.Length > 0 ? _reasoning.ToString() : null,
        ToolCalls = _calls.Count > 0 ? _calls : null,
    }, Reason())
    {
        Logprobs = request.Generation.LogProbabilities is null ? null : new ChatLogProbs(_tokens),
    };

    private ChatUsage? Usage() => _end is null ? null : new(_end.PromptTokens, _end.GeneratedTokens, _end.PromptTokens + _end.GeneratedTokens);

    private string Reason() => _end?.Reason switch
    {
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        _ => "stop",
    };

    private AnswerToolCall[] Calls(Delta delta) =>
        [.. delta.ToolCalls.Select((call, at) => new AnswerToolCall(_calls.Count + at, call.Id, "function", new AnswerFunction(call.Name, call.Arguments)))];

    private static ChatLogProb LogProb(TokenInfo token, bool top) => new(token.Text, token.LogProbability, [.. Encoding.UTF8.GetBytes(token.Text).Select(b => (int)b)])
    {
        TopLogprobs = top ? [.. token.Alternatives.Select(other => LogProb(other, top: false))] : null,
    };
}
