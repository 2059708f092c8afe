namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Why no grammar comes of some rules; told on as a refusal by whoever knows what was asked for.</summary>
internal sealed class GrammarException(string message) : Exception(message);
