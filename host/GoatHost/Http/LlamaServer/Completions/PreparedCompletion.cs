using GoatHost.Abstractions;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>A request with its prompts as the model takes them.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Generations">One for each prompt.</param>
/// <param name="Texts">The prompts as texts, also where tokens came: answers repeat them.</param>
internal sealed record PreparedCompletion(
    LlamaCompletionRequest Request, IReadOnlyList<GenerationRequest> Generations, IReadOnlyList<string> Texts)
{
    public static async Task<PreparedCompletion> PrepareAsync(LlamaCompletionRequest request, IModelSession session, CancellationToken ct)
    {
        var (generations, texts) = (new List<GenerationRequest>(), new List<string>());
        foreach (var prompt in request.Prompts)
        {
            var generation = await prompt.AddToAsync(request.Common, session, ct);
            generations.Add(generation);
            texts.Add(generation.Prompt ?? await TokenTexts.JoinAsync(session, generation.PromptTokens!, ct));
        }
        return new PreparedCompletion(request, generations, texts);
    }
}
