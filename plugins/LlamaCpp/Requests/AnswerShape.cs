using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Tools;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>What an answer keeps to, and how its text is parted.</summary>
/// <param name="Grammar">What it keeps to, or null.</param>
/// <param name="Parser">What parts it into text, reasoning and calls; null for text alone.</param>
internal sealed record AnswerShape(OutputGrammar? Grammar, AnswerParser? Parser)
{
    /// <summary>The shape that a request asks for.</summary>
    public static AnswerShape Of(GenerationRequest request, ChatWriter chats, Prompt prompt)
    {
        // A raw prompt is gone on with as it is: nobody has told the model of tools, or to reason.
        var reasoning = request.Messages is null ? null : chats.Reasoning;
        if (request.Messages is null && request.Tools.Count > 0)
        {
            throw new RequestException("Tools go with a chat, and this request has a raw prompt: send messages, or leave the tools out.");
        }
        var grammar = AnswerGrammar.For(request, chats.Dialect, reasoning, prompt.IsReasoningOpen);
        var parted = request.Messages is not null && (reasoning is not null || chats.Dialect.Channels || request.Tools.Count > 0);
        return new AnswerShape(grammar, parted ? AnswerParser.For(request, chats.Dialect, reasoning, prompt.IsReasoningOpen) : null);
    }
}
