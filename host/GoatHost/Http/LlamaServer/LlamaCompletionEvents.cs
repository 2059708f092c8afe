namespace GoatHost.Http.LlamaServer;

/// <summary>A streamed completion in llama-server's events; there is no <c>[DONE]</c>.</summary>
internal sealed class LlamaCompletionEvents(LlamaCompletionRequest request) : IAnswerEvents
{
    public void Begin(EventStream to)
    {
    }

    public void Add(EventStream to, ChoiceDelta news)
    {
        var (index, delta) = news;
        if (delta.Text.Length > 0 || delta.Tokens.Count > 0)
        {
            Send(to, new LlamaCompletion(index, delta.Text, request.Tokens ? [.. delta.Tokens.Select(token => token.Id)] : [], Stop: false)
            {
                CompletionProbabilities = request.Probabilities ? LlamaWords.Probabilities(delta.Tokens) : null,
            });
        }
        if (delta.End is { } end) Send(to, LlamaWords.Last(request, index, new LlamaCompletion(index, "", [], Stop: true), end));
    }

    public void End(EventStream to)
    {
    }

    private static void Send(EventStream to, LlamaCompletion what) => to.Send(what, LlamaServerJson.Default.LlamaCompletion);
}
