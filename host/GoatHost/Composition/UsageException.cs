namespace GoatHost.Composition;

/// <summary>The command line asks for something that makes no sense; the sentence says what, and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
