using GoatHost.Abstractions;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>The <c>context</c> of old clients: the conversation as token ids, which they send back to go on with it.</summary>
/// <param name="earlier">What the client sent; null for a request that cannot be gone on with.</param>
internal sealed class ContextTokens(IReadOnlyList<int>? earlier)
{
    private IModelSession? _session;
    private GenerationRequest? _request;

    /// <summary>The request, with what was said before in front of its prompt.</summary>
    public async Task<GenerationRequest> BeginAsync(IModelSession session, GenerationRequest request, CancellationToken ct)
    {
        (_session, _request) = (session, request);
        if (earlier is not { Count: > 0 }) return request;
        var tokens = await session.TokenizeAsync(new TokenizeRequest(await TextAsync(session, request, ct)), ct);
        return _request = request with { Messages = null, Prompt = null, PromptTokens = [.. earlier, .. tokens] };
    }

    /// <summary>The tokens of the prompt and its answer, or null when the runtime cannot tell them: clients do without.</summary>
    public async Task<IReadOnlyList<int>?> WithAsync(string answer, CancellationToken ct)
    {
        if (earlier is null || _session is null || _request is null) return null;
        try
        {
            if (_request.PromptTokens is { } tokens) return [.. tokens, .. await _session.TokenizeAsync(new TokenizeRequest(answer), ct)];
            var prompt = await TextAsync(_session, _request, ct);
            return await _session.TokenizeAsync(new TokenizeRequest(prompt + answer) { AddMarks = true }, ct);
        }
        catch (RequestException)
        {
            return null; // a runtime that shows no prompts or has no tokens
        }
    }

    private static async Task<string> TextAsync(IModelSession session, GenerationRequest request, CancellationToken ct) =>
        request.Prompt ?? await session.RenderAsync(request, ct);
}
