using GoatHost.Abstractions;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>A prompt as llama-server takes it: a text, tokens, or pieces of both one after the other.</summary>
internal sealed record MixedPrompt(IReadOnlyList<PromptPiece> Pieces)
{
    /// <summary>A request with this prompt. Of several pieces only a text at the beginning gets the vocabulary's begin mark.</summary>
    public async Task<GenerationRequest> AddToAsync(GenerationRequest request, IModelSession session, CancellationToken ct)
    {
        if (Pieces is [var only]) return request with { Prompt = only.Text, PromptTokens = only.Tokens };
        var tokens = new List<int>();
        for (var at = 0; at < Pieces.Count; at++)
        {
            var (text, given) = Pieces[at];
            tokens.AddRange(given ?? await session.TokenizeAsync(new TokenizeRequest(text!) { AddMarks = at == 0, ReadMarks = true }, ct));
        }
        return request with { PromptTokens = tokens };
    }
}

/// <summary>A piece of a prompt: one of the two.</summary>
internal sealed record PromptPiece(string? Text, IReadOnlyList<int>? Tokens);
