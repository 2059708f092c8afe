namespace GoatHost.Abstractions;

/// <summary>A failure told in one sentence for a person: what was being done, what went wrong, and what to do. Shown without a stack trace.</summary>
/// <remarks>The host keeps the text and drops the object, since a kept exception pins the plugin's load context.</remarks>
public class GoatException : Exception
{
    /// <summary>A failure with its sentence.</summary>
    /// <param name="message">One sentence, ending in a full stop.</param>
    /// <param name="inner">The cause, for the log.</param>
    public GoatException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>Something untrusted did not stand up to its check: a proof, a digest, a structure, a bound. Nothing of it is kept. Exit code 3.</summary>
public sealed class RefusedException : GoatException
{
    /// <inheritdoc cref="GoatException(string, Exception?)"/>
    public RefusedException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>What was asked cannot be done as it was asked, however often: a prompt that is too long, a tool where there are none. HTTP 400.</summary>
public class RequestException : GoatException
{
    /// <inheritdoc cref="GoatException(string, Exception?)"/>
    public RequestException(string message, Exception? inner = null) : base(message, inner) { }
}

/// <summary>A prompt is longer than the context. It is never cut unasked; clients get both numbers.</summary>
public sealed class ContextExceededException : RequestException
{
    /// <summary>A prompt that does not fit.</summary>
    /// <param name="message">One sentence with both numbers, ending in a full stop.</param>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="contextTokens">Tokens that the context holds, the answer's included.</param>
    public ContextExceededException(string message, int promptTokens, int contextTokens) : base(message) =>
        (PromptTokens, ContextTokens) = (promptTokens, contextTokens);

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens { get; }

    /// <summary>Tokens that the context holds, the answer's included.</summary>
    public int ContextTokens { get; }
}

/// <summary>Too much is asked at once, and the same request may go through in a moment. HTTP 503.</summary>
public sealed class BusyException : GoatException
{
    /// <inheritdoc cref="GoatException(string, Exception?)"/>
    public BusyException(string message, Exception? inner = null) : base(message, inner) { }
}
