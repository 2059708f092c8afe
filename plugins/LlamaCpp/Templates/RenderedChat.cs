namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>A chat as the text that the model goes on from.</summary>
/// <param name="Text">The whole prompt.</param>
/// <param name="IsReasoningOpen">Whether it ends inside reasoning: the answer begins with more of it, and no start mark.</param>
/// <param name="Notice">What a person should know of how it came about, or null.</param>
internal sealed record RenderedChat(string Text, bool IsReasoningOpen = false, string? Notice = null);
