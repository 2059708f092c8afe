using GoatHost.Abstractions;
using GoatHost.Composition.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GoatHost.Http.Errors;

/// <summary>The one place that turns exceptions into error answers, in the words of the path's API.</summary>
internal sealed partial class ErrorBoundary(ILogger<ErrorBoundary> logger)
{
    // What a stream could not tell of itself: its answer had begun.
    private static readonly object Untold = new();

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (!context.RequestAborted.IsCancellationRequested && context.Items.TryGetValue(Untold, out var broken))
                LogUnexpected(context, (Exception)broken!);
            if (Unanswered(context) is { } failure) await AnswerAsync(context, failure);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away: there is nobody to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (IsUnexpected(exception)) LogUnexpected(context, exception);
            await AnswerAsync(context, Tell(exception));
        }
    }

    /// <summary>What a client is told in the midst of an answer. What nobody foresaw is remembered for the log.</summary>
    public static ApiException TellInStream(HttpContext context, Exception exception)
    {
        if (IsUnexpected(exception)) context.Items[Untold] = exception;
        return Tell(exception);
    }

    /// <summary>What a client is told. Inner workings are for the log, never for the wire.</summary>
    public static ApiException Tell(Exception exception) => exception switch
    {
        ApiException api => api,
        BadHttpRequestException bad => Tell(bad),
        ContextExceededException excess => new ApiException(400, excess.Message)
        {
            Type = "exceed_context_size_error",
            Code = "context_length_exceeded",
            PromptTokens = excess.PromptTokens,
            ContextTokens = excess.ContextTokens,
        },
        RequestException refused => new ApiException(400, refused.Message),
        BusyException busy => new ApiException(503, busy.Message),
        GoatException failed => new ApiException(500, failed.Message),
        _ => new ApiException(500, "Something unexpected went wrong in goat."),
    };

    private static bool IsUnexpected(Exception exception) => exception is not (GoatException or ApiException or BadHttpRequestException);

    private static ApiException Tell(BadHttpRequestException bad) => new(bad.StatusCode, bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => $"The body is larger than {HttpServer.LargestBody >> 20} MiB: send less at once.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly: send it again.",
        _ => $"The request is not valid HTTP: {bad.Message}",
    });

    /// <summary>Routing finds no endpoint, or none for the method, and says so by the status alone.</summary>
    private static ApiException? Unanswered(HttpContext context)
    {
        if (context.Response is { HasStarted: true } or { ContentLength: not null }) return null;
        var (method, path) = (context.Request.Method, context.Request.Path);
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new ApiException(404, $"There is no {method} {path} here."),
            StatusCodes.Status405MethodNotAllowed => new ApiException(405, $"{path} takes {context.Response.Headers.Allow}, not {method}."),
            _ => null,
        };
    }

    private static async Task AnswerAsync(HttpContext context, ApiException failure)
    {
        context.Response.StatusCode = failure.Status;
        if (failure.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "1";
        await JsonAnswer.WriteAsync(context, ErrorDialects.Of(context.Request).Write(failure));
    }

    private void LogUnexpected(HttpContext context, Exception exception)
    {
        LogFailed(context.Request.Method, context.Request.Path, exception.GetType().Name);
        LogDetail(exception);
    }

    [LoggerMessage(ProgramEvents.RequestFailed, LogLevel.Warning, "{Method} {Path} failed unexpectedly ({Kind}); --verbose shows where")]
    private partial void LogFailed(string method, string path, string kind);

    [LoggerMessage(ProgramEvents.RequestFailedDetail, LogLevel.Debug, "a request failed")]
    private partial void LogDetail(Exception exception);
}
