using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary>A request of <c>/v1/completions</c>, read and checked: one generation for each prompt.</summary>
internal sealed record CompletionRequest(
    string Model, IReadOnlyList<GenerationRequest> Prompts, int ChoicesOfPrompt, bool Echo, bool Stream, bool IncludeUsage)
{
    public int Choices => Prompts.Count * ChoicesOfPrompt;

    public GenerationRequest PromptOf(int choice) => Prompts[choice / ChoicesOfPrompt];
}
