using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Derived;

/// <summary>What a derived model changes of the one that it is made from.</summary>
public sealed record ModelChanges
{
    /// <summary>What the model is told before a chat that tells it nothing itself.</summary>
    public string? System { get; init; }

    /// <summary>Messages that every chat begins with.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; init; } = [];

    /// <summary>How it is loaded and sampled.</summary>
    public ModelDefaults Defaults { get; init; } = new();

    /// <summary>The adapters that it runs with, by their names in the store; null for none.</summary>
    public IReadOnlyList<AdapterScale>? Adapters { get; init; }

    /// <summary>Whether nothing is changed: a copy.</summary>
    internal bool IsNothing =>
        System is null && Messages.Count == 0 && Adapters is null && Defaults.Stop.Count == 0 && Defaults with { Stop = [] } == new ModelDefaults { Stop = [] };

    /// <summary>These changes, and another's where these change nothing.</summary>
    public ModelChanges Over(ModelChanges other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ModelChanges
        {
            System = System ?? other.System,
            Messages = Messages.Count > 0 ? Messages : other.Messages,
            Defaults = Defaults.Over(other.Defaults),
            Adapters = Adapters is null || other.Adapters is null ? Adapters ?? other.Adapters : Adapters.Over(other.Adapters),
        };
    }

    /// <summary>A request with what it does not say itself.</summary>
    public GenerationRequest ApplyTo(GenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with
        {
            Messages = request.Messages is { } messages ? Begin(messages) : null,
            Sampling = request.Sampling.Over(Defaults.Sampling),
            Stop = request.Stop.Count > 0 ? request.Stop : Defaults.Stop,
            MaxTokens = request.MaxTokens ?? Defaults.MaxTokens,
            KeepTokens = request.KeepTokens != 0 ? request.KeepTokens : Defaults.KeepTokens ?? 0,
        };
    }

    private List<ChatMessage> Begin(IReadOnlyList<ChatMessage> messages)
    {
        var told = messages.TakeWhile(message => message.Role == "system").ToList();
        if (told.Count == 0 && System is { Length: > 0 }) told.Add(new ChatMessage("system", System));
        return [.. told, .. Messages, .. messages.SkipWhile(message => message.Role == "system")];
    }
}
