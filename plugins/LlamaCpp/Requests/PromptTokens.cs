using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>A request's prompt as tokens, whole or refused: it is never cut.</summary>
internal static class PromptTokens
{
    public static int[] Make(GenerationRequest request, LoadedModel model, int contextSize)
    {
        var text = request.Prompt ?? ChatPrompt.Render(request.Messages!, model.Template, model.Vocabulary);
        var tokens = model.Vocabulary.Tokenize(text, marks: true);
        // Some templates write the begin mark that the vocabulary adds as well.
        if (tokens is [var first, var second, ..] && first == second && first == model.Vocabulary.Begin) tokens = tokens[1..];
        return tokens.Length < contextSize
            ? tokens
            : throw new ContextExceededException(
                $"The prompt has {tokens.Length} tokens, and the context holds {contextSize} with the answer: shorten the prompt, or load the model with a larger context.",
                tokens.Length,
                contextSize);
    }
}
