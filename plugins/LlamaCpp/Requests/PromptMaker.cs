using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>Makes a request's prompt, whole or refused: it is never cut but where the request allows its oldest messages to go.</summary>
internal sealed class PromptMaker(Vocabulary vocabulary, ChatWriter chats, int contextSize)
{
    /// <summary>The part of the context that an answer is left when messages have to go: a quarter.</summary>
    private const int AnswerPart = 4;

    public Prompt Make(GenerationRequest request, CancellationToken ct)
    {
        var prompt = request switch
        {
            { PromptTokens: { } tokens } => new Prompt([.. tokens.Select(Checked)]),
            { Messages: { } messages } => OfChat(request, messages, ct),
            { Suffix: { } suffix } => new Prompt(Infill(request.Prompt!, suffix)),
            _ => new Prompt(vocabulary.Tokenize(request.Prompt!, marks: true)),
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

    private Prompt OfChat(GenerationRequest request, IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        var prompt = Written(request, messages, ct);
        if (prompt.Tokens.Length < contextSize || !request.DropOldestMessages) return prompt;
        var most = contextSize - Math.Min(request.MaxTokens ?? contextSize, contextSize / AnswerPart) - 1;
        var kept = messages.ToList();
        while (prompt.Tokens.Length > most && DropOldest(kept)) prompt = Written(request, kept, ct);
        return prompt with { DroppedMessages = messages.Count - kept.Count };
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

    private Prompt Written(GenerationRequest request, IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var chat = chats.Write(request, messages, ct);
        var tokens = vocabulary.Tokenize(chat.Text, marks: true);
        // Some templates write the begin mark that the vocabulary adds as well.
        if (tokens is [var first, var second, ..] && first == second && first == vocabulary.Begin) tokens = tokens[1..];
        return new Prompt(tokens) { IsReasoningOpen = chat.IsReasoningOpen };
    }

    private int[] Infill(string before, string after)
    {
        if (vocabulary.Infill is not var (prefix, suffix, middle))
        {
            throw new RequestException("This model fills in no gaps: leave the suffix out, or take a model trained to fill in the middle.");
        }
        int[] begin = vocabulary.AddsBegin ? [vocabulary.Begin] : [];
        return
        [
            .. begin, prefix, .. vocabulary.Tokenize(before, marks: false, readMarks: false),
            suffix, .. vocabulary.Tokenize(after, marks: false, readMarks: false), middle,
        ];
    }

    private int Checked(int token) => (uint)token < (uint)vocabulary.Size
        ? token
        : throw new RequestException($"The prompt has the token {token}, and the model knows {vocabulary.Size}, from 0.");
}
