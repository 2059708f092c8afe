namespace GoatHost.Composition;

/// <summary>A person left with Ctrl-C, and the sentence says how things stand; the exit code is 130.</summary>
internal sealed class LeftException(string message, Exception inner) : Exception(message, inner);
