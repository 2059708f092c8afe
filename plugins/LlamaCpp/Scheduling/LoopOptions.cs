namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>What a decode loop works with.</summary>
/// <param name="Parallel">Answers at once.</param>
/// <param name="ContextTokens">Tokens that one answer may use, prompt included.</param>
/// <param name="Threads">Threads of computation.</param>
/// <param name="Widths">What is known of batches by their width.</param>
internal sealed record LoopOptions(int Parallel, int ContextTokens, int Threads, WidthChooser Widths);
