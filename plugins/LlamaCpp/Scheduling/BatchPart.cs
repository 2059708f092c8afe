namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>What a batch holds of one generation.</summary>
/// <param name="Generation">The generation.</param>
/// <param name="Count">Its tokens in the batch.</param>
/// <param name="Output">Where in the batch the last of its tokens is, when the next can be drawn after it; else -1.</param>
internal readonly record struct BatchPart(Generation Generation, int Count, int Output);
