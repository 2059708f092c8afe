namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>How large a context is made.</summary>
/// <param name="Cells">Tokens that all its sequences hold together.</param>
/// <param name="BatchTokens">Most tokens in one decode.</param>
/// <param name="Sequences">Sequences that it tells apart.</param>
/// <param name="Outputs">
/// Most tokens of a decode that are asked what follows them; a row of the whole vocabulary is kept for each. 0 for all.
/// </param>
internal sealed record ContextShape(int Cells, int BatchTokens, int Sequences, int Outputs);
