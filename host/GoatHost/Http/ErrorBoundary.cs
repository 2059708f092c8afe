using GoatHost.Abstractions;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http;

/// <summary>The one place that turns exceptions into error answers.</summary>
internal static class ErrorBoundary
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
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
}
