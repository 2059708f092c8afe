using GoatHost.Abstractions;

namespace GoatHost.Composition;

/// <summary>How a failure is told: an exit code and one sentence.</summary>
internal sealed record Failure(int ExitCode, string Sentence);

/// <summary>The one place that turns exceptions into what a person reads.</summary>
internal static class Failures
{
    public static Failure Tell(Exception exception, bool stopped) => exception switch
    {
        LeftException left => new(ExitCode.Interrupted, left.Message),
        // Once it is told to stop, whatever breaks on the way out is the stopping; but a refusal stays one.
        not RefusedException when stopped => new(ExitCode.Interrupted, "stopped; resume with the same command"),
        RefusedException refused => new(ExitCode.Refused, refused.Message),
        GoatException failed => new(ExitCode.Failed, failed.Message),
        UsageException usage => new(ExitCode.Usage, usage.Message),
        UnauthorizedAccessException denied => new(ExitCode.Failed, $"This may not be read or written: {denied.Message}"),
        IOException io => new(ExitCode.Failed, $"Reading or writing failed: {io.Message}"),
        _ => new(ExitCode.Failed, $"Something unexpected went wrong ({exception.GetType().Name}: {exception.Message}); run it again with --verbose for the details."),
    };
}
