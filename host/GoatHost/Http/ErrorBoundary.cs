using GoatHost.Abstractions;
using GoatHost.Composition.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GoatHost.Http;

/// <summary>The one place that turns exceptions into error answers.</summary>
internal sealed partial class ErrorBoundary(ILogger<ErrorBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away: there is nobody to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (exception is not (GoatException or ApiException or BadHttpRequestException)) LogUnexpected(context, exception);
            var failure = Tell(exception);
            context.Response.StatusCode = failure.Status;
            if (failure.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "1";
            await ApiJson.WriteAsync(context, failure.Answer, ApiJson.Default.ErrorAnswer);
        }
    }

    /// <summary>What a client is told. Inner workings are for the log, never for the wire.</summary>
    public static ApiException Tell(Exception exception) => exception switch
    {
        ApiException api => api,
        BadHttpRequestException bad => new ApiException(bad.StatusCode, bad.Message),
        RequestException refused => new ApiException(400, refused.Message),
        BusyException busy => new ApiException(503, busy.Message) { Type = "server_error" },
        GoatException failed => new ApiException(500, failed.Message) { Type = "server_error" },
        _ => new ApiException(500, "Something unexpected went wrong in goat.") { Type = "server_error" },
    };

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
