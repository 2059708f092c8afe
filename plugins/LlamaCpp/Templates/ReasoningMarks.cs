namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>What a model writes around its reasoning, as its template shows it.</summary>
/// <param name="Start">Before it, such as <c>&lt;think&gt;</c>, without white space around.</param>
/// <param name="End">After it, such as <c>&lt;/think&gt;</c>, without white space around.</param>
/// <param name="IsOpen">Whether the prompt for an answer ends with <paramref name="Start"/> already: the answer then begins inside the reasoning.</param>
internal sealed record ReasoningMarks(string Start, string End, bool IsOpen);
