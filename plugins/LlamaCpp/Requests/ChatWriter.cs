using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Templates;
using GoatHost.Plugins.LlamaCpp.Texts;
using GoatHost.Plugins.LlamaCpp.Tools;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>Writes chats as one model wants them, and knows how that model writes calls of tools and reasoning.</summary>
internal sealed class ChatWriter
{
    private readonly ChatRenderer _renderer;

    public ChatWriter(LoadedModel model, TimeProvider time, CancellationToken ct)
    {
        var vocabulary = model.Vocabulary;
        _renderer = new ChatRenderer(
            model.Template, vocabulary.MarkText(vocabulary.Begin), vocabulary.MarkText(vocabulary.End),
            messages => ChatPrompt.Render(messages, model.Template, vocabulary), time, ct);
        Dialect = ToolDialect.For(model.Template, _renderer.Traits.HasTools);
        Reasoning = _renderer.Traits.Reasoning;
    }

    /// <summary>How the model writes calls.</summary>
    public ToolDialect Dialect { get; }

    /// <summary>What the model puts around its reasoning, if it reasons.</summary>
    public ReasoningMarks? Reasoning { get; }

    /// <summary>Whether the model reasons before it answers.</summary>
    public bool Thinks => Reasoning is not null || Dialect.Channels;

    /// <summary>What a person should know of the model's template.</summary>
    public IReadOnlyList<string> Notices(CancellationToken ct)
    {
        try
        {
            return _renderer.Render([new ChatMessage("user", "Hello")], new ChatOptions(), ct).Notice is { } notice ? [notice] : [];
        }
        catch (RequestException e)
        {
            // Some templates take no chat of one message alone, and that is theirs to say when one comes.
            return [e.Message];
        }
    }

    /// <summary>Writes a chat.</summary>
    /// <param name="request">The request.</param>
    /// <param name="messages">Its messages, or those that are left of them.</param>
    /// <param name="ct">Breaks off.</param>
    public RenderedChat Write(GenerationRequest request, IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        var options = ChatOptions.Of(request);
        var used = options.Tools.Count > 0 || messages.Any(message => message.Role == "tool" || message.ToolCalls.Count > 0);
        if (used && Dialect.MustDescribe)
        {
            messages = DescribedTools.Write(messages, options.Tools);
            options = options with { Tools = [] };
        }
        return _renderer.Render(messages, options, ct);
    }
}
