using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;

namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>A model's own chat template: read and looked into once, then rendered for every chat, on any thread.</summary>
internal sealed class ChatTemplate
{
    private readonly JinjaTemplate _template;
    private readonly TimeProvider _time;
    private readonly string _begin;
    private readonly string _end;

    private ChatTemplate(JinjaTemplate template, string begin, string end, TimeProvider time) =>
        (_template, _begin, _end, _time) = (template, begin, end, time);

    public TemplateTraits Traits { get; private init; } = new();

    /// <summary>Reads a template; throws <see cref="JinjaException"/> where it is none.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="begin">The text of the token that begins a text, or empty.</param>
    /// <param name="end">The text of the token that ends one, or empty.</param>
    /// <param name="time">The clock that a template may ask.</param>
    /// <param name="ct">Breaks off.</param>
    public static ChatTemplate Parse(string source, string begin, string end, TimeProvider time, CancellationToken ct)
    {
        var template = JinjaTemplate.Parse(source);
        var traits = new TemplateProbe((messages, options, known) => new ChatTemplate(template, begin, end, time) { Traits = known }
            .Apply(messages, options, TemplateProbe.Limits, ct)).Find();
        return new ChatTemplate(template, begin, end, time) { Traits = traits };
    }

    /// <summary>
    /// The chat as a prompt. Throws <see cref="RequestException"/> where the template itself refuses the chat, and
    /// <see cref="JinjaException"/> where it fails.
    /// </summary>
    public RenderedChat Render(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken ct)
    {
        try
        {
            var text = messages is [.., { Role: "assistant", ToolCalls.Count: 0 }] && options.AddGenerationPrompt
                ? Continue(messages, options, ct)
                : Apply(messages, options, RenderLimits.Default, ct);
            return new RenderedChat(text, IsReasoningOpen(text));
        }
        catch (JinjaException fault) when (fault.Raised)
        {
            throw new RequestException($"The model's chat template refuses this chat: {fault.Reason.TrimEnd('.', ' ', '\n')}.", fault);
        }
    }

    private bool IsReasoningOpen(string text) =>
        Traits.Reasoning is { } marks && text.AsSpan().TrimEnd().EndsWith(marks.Start, StringComparison.Ordinal);

    /// <summary>A chat whose last message is an assistant's, which is gone on with: all up to the end of that message.</summary>
    private string Continue(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken ct)
    {
        const string Mark = "\u2402goat\u2403";
        var last = messages[^1];
        ChatMessage[] begun = [.. messages.SkipLast(1), last with { Content = last.Content + Mark }];
        var marked = Apply(begun, options with { AddGenerationPrompt = false }, RenderLimits.Default, ct);
        var at = marked.LastIndexOf(Mark, StringComparison.Ordinal);
        if (at >= 0) return marked[..at];
        // A template that shows no assistant: its words follow what begins an answer.
        return Apply([.. messages.SkipLast(1)], options, RenderLimits.Default, ct) + last.Content;
    }

    private string Apply(IReadOnlyList<ChatMessage> messages, ChatOptions options, RenderLimits limits, CancellationToken ct) =>
        _template.Render(new ChatVariables(Traits, _begin, _end).Build(messages, options), limits, _time, ct);
}
