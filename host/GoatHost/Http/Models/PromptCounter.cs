using GoatHost.Abstractions;

namespace GoatHost.Http.Models;

/// <summary>Counts the tokens of a chat as the model would be given it.</summary>
internal static class PromptCounter
{
    public static async Task<int> CountAsync(IModelSession session, GenerationRequest request, CancellationToken ct)
    {
        var prompt = await session.RenderAsync(request, ct);
        var tokens = await session.TokenizeAsync(new TokenizeRequest(prompt) { AddMarks = true }, ct);
        // Some templates write the begin mark that the vocabulary adds as well; a runtime takes one.
        return tokens is [var first, var second, ..] && first == second ? tokens.Count - 1 : tokens.Count;
    }
}
