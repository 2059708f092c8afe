using GoatHost.Abstractions;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Control;

/// <summary>How a failure crosses the control socket: it is of the same kind at the other end, and so is the exit code.</summary>
internal sealed record ControlFailure(ControlFailureKind Kind, string Sentence)
{
    public static ControlFailure Of(Exception exception) => exception switch
    {
        RefusedException => new(ControlFailureKind.Refused, exception.Message),
        BusyException => new(ControlFailureKind.Busy, exception.Message),
        RequestException => new(ControlFailureKind.Request, exception.Message),
        GoatException or BadHttpRequestException => new(ControlFailureKind.Failed, exception.Message),
        _ => new(ControlFailureKind.Failed,
            $"Something unexpected went wrong in goat serve ({exception.GetType().Name}); its log says more with --verbose."),
    };

    public GoatException ToException() => Kind switch
    {
        ControlFailureKind.Refused => new RefusedException(Sentence),
        ControlFailureKind.Busy => new BusyException(Sentence),
        ControlFailureKind.Request => new RequestException(Sentence),
        _ => new GoatException(Sentence),
    };
}

internal enum ControlFailureKind { Failed, Refused, Request, Busy }
