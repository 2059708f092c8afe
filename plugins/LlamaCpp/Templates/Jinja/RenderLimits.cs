namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>How far one rendering may go. A template comes with a model from strangers.</summary>
internal sealed record RenderLimits
{
    /// <summary>For chats: far over what the largest of them needs, and done in about a second.</summary>
    public static RenderLimits Default { get; } = new();

    /// <summary>Expressions and statements, items made and looked at; text counts by its length as well.</summary>
    public long Steps { get; init; } = 5_000_000;

    /// <summary>Characters of all text that is made on the way, the result among it.</summary>
    public long Characters { get; init; } = 64 << 20;

    /// <summary>Expressions, statements, macros and values inside each other.</summary>
    public int Depth { get; init; } = 800;
}
