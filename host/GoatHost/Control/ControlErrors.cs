using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Composition.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GoatHost.Control;

/// <summary>Turns what fails behind the control socket into <see cref="ControlFailure"/>s.</summary>
internal sealed partial class ControlErrors(ILogger<ControlErrors> log)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The command has ended: there is nobody to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await ControlBody.WriteAsync(context, Tell(exception), ControlJson.Default.ControlFailure);
        }
    }

    public ControlFailure Tell(Exception exception)
    {
        if (exception is not (GoatException or JsonException or BadHttpRequestException))
        {
            LogFailed(exception.GetType().Name);
            LogDetail(exception);
        }
        return ControlFailure.Of(exception);
    }

    [LoggerMessage(ProgramEvents.ControlFailed, LogLevel.Warning,
        "what a command asked of this server failed unexpectedly ({Kind}); --verbose shows where")]
    private partial void LogFailed(string kind);

    [LoggerMessage(ProgramEvents.ControlFailedDetail, LogLevel.Debug, "what a command asked failed")]
    private partial void LogDetail(Exception exception);
}
