using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>Makes a request's prompt, whole or refused: it is never cut but where the request allows its oldest messages to go.</summary>
internal sealed class PromptMaker(LoadedModel model, int contextSize)
{
    /// <summary>The part of the context that an answer is left when messages have to go: a quarter.</summary>
    private const int AnswerPart = 4;

    private Vocabulary Vocabulary => model.Vocabulary;

    public Prompt Make(GenerationRequest request)
    {
        var prompt = request switch
        {
            { PromptTokens: { } tokens } => new Prompt([.. tokens.Select(Checked)], 0),
            { Messages: { } messages } => OfChat(request, messages),
            { Suffix: { } suffix } => new Prompt(Infill(request.Prompt!, suffix), 0),
            _ => new Prompt(Vocabulary.Tokenize(request.Prompt!, marks: true), 0),
        };
        if (prompt.Tokens.Length == 0)
        {
            throw new RequestException("The prompt is empty, and the model adds no begin mark to it: give it some text to go on from.");
        }
        return prompt.Tokens.Length < contextSize
            ? prompt
            : throw new ContextExceededException(
                $"The prompt has {prompt.Tokens.Length} tokens, and the context holds {contextSize} with the answer: "
                + "shorten the prompt, or load the model with a larger context.",
                prompt.Tokens.Length,
                contextSize);
    }

    /// <summary>Writes a chat as text.</summary>
    public string Render(IReadOnlyList<ChatMessage> messages) => ChatPrompt.Render(messages, model.Template, Vocabulary);

    private Prompt OfChat(GenerationRequest request, IReadOnlyList<ChatMessage> messages)
    {
        var tokens = Tokens(messages);
        if (tokens.Length < contextSize || !request.DropOldestMessages) return new Prompt(tokens, 0);
        var most = contextSize - Math.Min(request.MaxTokens ?? contextSize, contextSize / AnswerPart) - 1;
        var kept = messages.ToList();
        while (tokens.Length > most && DropOldest(kept)) tokens = Tokens(kept);
        return new Prompt(tokens, messages.Count - kept.Count);
    }

    /// <summary>Takes out the oldest message that is not the system's, and what answers it: a chat goes on with a user.</summary>
    /// <returns>False when only the last message is left, and the system's.</returns>
    private static bool DropOldest(List<ChatMessage> messages)
    {
        var first = messages.FindIndex(message => message.Role is not ("system" or "developer"));
        if (first < 0 || first >= messages.Count - 1) return false;
        do
        {
            messages.RemoveAt(first);
        }
        while (first < messages.Count - 1 && messages[first].Role is not ("user" or "system" or "developer"));
        return true;
    }

    private int[] Tokens(IReadOnlyList<ChatMessage> messages)
    {
        var tokens = Vocabulary.Tokenize(Render(messages), marks: true);
        // Some templates write the begin mark that the vocabulary adds as well.
        return tokens is [var first, var second, ..] && first == second && first == Vocabulary.Begin ? tokens[1..] : tokens;
    }

    private int[] Infill(string before, string after)
    {
        if (Vocabulary.Infill is not var (prefix, suffix, middle))
        {
            throw new RequestException("This model fills in no gaps: leave the suffix out, or take a model trained to fill in the middle.");
        }
        int[] begin = Vocabulary.AddsBegin ? [Vocabulary.Begin] : [];
        return
        [
            .. begin, prefix, .. Vocabulary.Tokenize(before, marks: false, readMarks: false),
            suffix, .. Vocabulary.Tokenize(after, marks: false, readMarks: false), middle,
        ];
    }

    private int Checked(int token) => (uint)token < (uint)Vocabulary.Size
        ? token
        : throw new RequestException($"The prompt has the token {token}, and the model knows {Vocabulary.Size}, from 0.");
}
