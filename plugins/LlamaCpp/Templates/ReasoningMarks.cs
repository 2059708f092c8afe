namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>What a model writes around its reasoning, as its template shows it.</summary>
/// <param name="Start">Before it, such as <c>&lt;think&gt;</c>, without white space around.</param>
/// <param name="End">After it, such as <c>&lt;/think&gt;</c>, without white space around.</param>
/// <param name="AnswerStart">What stands between <paramref name="End"/> and the answer, such as <c>&lt;|START_TEXT|&gt;</c>.</param>
internal sealed record ReasoningMarks(string Start, string End, string AnswerStart = "");
