namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>A streamed completion in llama-server's events; there is no <c>[DONE]</c>.</summary>
internal sealed class LlamaCompletionEvents(PreparedCompletion asked, TimeProvider time) : IAnswerEvents
{
    private readonly RunningTimings[] _timings = [.. asked.Generations.Select(_ => new RunningTimings(time))];

    public void Begin(EventStream to)
    {
    }

    public void Add(EventStream to, ChoiceDelta news)
    {
        var (index, delta) = news;
        var request = asked.Request;
        if (delta.Text.Length > 0 || delta.Tokens.Count > 0)
        {
            var tokens = request.TellsTokens ? delta.Tokens.Select(token => token.Id).ToList() : [];
            var piece = new LlamaCompletion(index, delta.Text, tokens, Stop: false)
            {
                CompletionProbabilities = request.TellsProbabilities ? LlamaWords.Probabilities(delta.Tokens) : null,
                Timings = request.TellsTimings ? _timings[index].Add(delta.Tokens.Count) : null,
            };
            to.Send(piece, LlamaServerJson.Default.LlamaCompletion);
        }
        if (delta.End is not { } end) return;
        var last = LlamaWords.Last(asked, index, new LlamaCompletion(index, "", [], Stop: true), end);
        if (request.Fields.Count == 0) to.Send(last, LlamaServerJson.Default.LlamaCompletion);
        else to.Send(ResponseFields.Pick(last, request.Fields), LlamaServerJson.Default.JsonElement);
    }

    public void End(EventStream to)
    {
    }
}
