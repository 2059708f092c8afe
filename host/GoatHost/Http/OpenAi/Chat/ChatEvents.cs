using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>A streamed chat in OpenAI's chunks.</summary>
internal sealed class ChatEvents(string id, long created, ChatRequest request) : IAnswerEvents
{
    private readonly int[] _calls = new int[request.Choices];
    private readonly GenerationEnd?[] _ends = new GenerationEnd?[request.Choices];

    public void Begin(EventStream to)
    {
        var first = new ChunkDelta { Role = "assistant", Content = "" };
        for (var choice = 0; choice < request.Choices; choice++) Send(to, new ChunkChoice(choice, first, null));
    }

    public void Add(EventStream to, ChoiceDelta news)
    {
        var (choice, delta) = news;
        var calls = Calls(choice, delta.ToolCalls);
        if (calls is not null || delta is not { Text: "", Reasoning: null or "", Tokens.Count: 0 }) Send(to, News(choice, delta, calls));
        if (delta.End is not { } end) return;
        _ends[choice] = end;
        to.Send(
            Chunk([new ChunkChoice(choice, new ChunkDelta(), ChatWords.FinishReason(end))]) with { Timings = Timings.Of(end) },
            OpenAiJson.Default.ChatChunk);
    }

    public void End(EventStream to)
    {
        if (request.IncludeUsage) to.Send(Chunk([]) with { Usage = Usage.Of(_ends, request.Choices) }, OpenAiJson.Default.ChatChunk);
        to.Write("[DONE]"u8);
    }

    /// <summary>Pieces of calls under their calls' places; null for none.</summary>
    private List<ChatToolCall>? Calls(int choice, IReadOnlyList<ToolCallDelta> pieces)
    {
        List<ChatToolCall>? calls = null;
        foreach (var piece in pieces)
        {
            if (piece.Name is not null) _calls[choice]++;
            else if (_calls[choice] == 0) throw CollectedCalls.NotBegun();
            else if (piece.Arguments.Length == 0) continue;
            (calls ??= []).Add(ChatWords.Piece(piece, _calls[choice] - 1));
        }
        return calls;
    }

    private static ChunkChoice News(int choice, Delta delta, IReadOnlyList<ChatToolCall>? calls)
    {
        var message = new ChunkDelta
        {
            Content = delta.Text.Length > 0 ? delta.Text : null,
            ReasoningContent = string.IsNullOrEmpty(delta.Reasoning) ? null : delta.Reasoning,
            ToolCalls = calls,
        };
        return new ChunkChoice(choice, message, null) { Logprobs = delta.Tokens.Count > 0 ? ChatWords.LogProbs(delta.Tokens) : null };
    }

    private void Send(EventStream to, ChunkChoice choice) => to.Send(Chunk([choice]), OpenAiJson.Default.ChatChunk);

    private ChatChunk Chunk(IReadOnlyList<ChunkChoice> choices) => new(id, "chat.completion.chunk", created, request.Model, choices);
}
