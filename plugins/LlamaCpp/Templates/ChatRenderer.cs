using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Templates.Jinja;

namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>Renders the chats of one model: with its own template, else with one that llama.cpp knows by sight, and then says so.</summary>
internal sealed class ChatRenderer
{
    private readonly ChatTemplate? _template;
    private readonly string? _notice;
    private readonly Func<IReadOnlyList<ChatMessage>, string> _builtIn;

    /// <summary>Reads the template.</summary>
    /// <param name="source">The model's template, or null.</param>
    /// <param name="begin">The text of the token that begins a text, or empty.</param>
    /// <param name="end">The text of the token that ends one, or empty.</param>
    /// <param name="builtIn">Renders a chat without the template's help.</param>
    /// <param name="time">The clock that a template may ask.</param>
    /// <param name="ct">Breaks off.</param>
    public ChatRenderer(
        string? source, string begin, string end, Func<IReadOnlyList<ChatMessage>, string> builtIn, TimeProvider time, CancellationToken ct)
    {
        _builtIn = builtIn;
        if (source is null) return;
        try
        {
            _template = ChatTemplate.Parse(source, begin, end, time, ct);
        }
        catch (JinjaException fault)
        {
            _notice = Notice(fault);
        }
    }

    /// <summary>What the template can do; of none, nothing but plain chat.</summary>
    public TemplateTraits Traits => _template?.Traits ?? new TemplateTraits();

    /// <summary>Renders a chat; throws <see cref="RequestException"/> where it cannot be had as it was asked.</summary>
    public RenderedChat Render(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken ct)
    {
        var notice = _notice;
        try
        {
            if (_template is not null) return _template.Render(messages, options, ct);
        }
        catch (JinjaException fault)
        {
            notice = Notice(fault);
        }
        if (options.Tools.Count > 0)
        {
            throw new RequestException(
                (notice is null
                    ? "The model has no chat template, and without one it takes no tools"
                    : $"{notice.TrimEnd('.')}, and that takes no tools")
                + ": leave the tools out of the request.");
        }
        return new RenderedChat(_builtIn(messages), Notice: notice);
    }

    private static string Notice(JinjaException fault) =>
        $"The model's chat template cannot be rendered: {fault.Message}. A template of llama.cpp's own is taken in its place.";
}
