using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Control;

/// <summary>An answer of many lines, each a <see cref="ControlEvent"/>, sent as they come; it ends when the command goes away.</summary>
internal sealed class ControlStream(ControlErrors errors)
{
    private const int Window = 64;

    public async Task SendAsync(HttpContext context, Func<ChannelWriter<ControlEvent>, CancellationToken, Task> work)
    {
        var ct = context.RequestAborted;
        context.Response.ContentType = "application/x-ndjson";
        // At once, so that whoever asked knows that somebody works on it.
        await context.Response.Body.FlushAsync(ct);
        var events = Channel.CreateBounded<ControlEvent>(new BoundedChannelOptions(Window) { SingleReader = true });
        var working = WorkAsync(events.Writer, work, ct);
        try
        {
            await foreach (var one in events.Reader.ReadAllAsync(ct))
            {
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(one, ControlJson.Default.ControlEvent), (byte)'\n'];
                await context.Response.Body.WriteAsync(line, ct);
                await context.Response.Body.FlushAsync(ct);
            }
        }
        finally
        {
            await working;
        }
    }

    private async Task WorkAsync(
        ChannelWriter<ControlEvent> events, Func<ChannelWriter<ControlEvent>, CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(events, ct);
            await events.WriteAsync(new DoneEvent(), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception exception)
        {
            await TellAsync(events, exception, ct);
        }
        finally
        {
            events.Complete();
        }
    }

    private async Task TellAsync(ChannelWriter<ControlEvent> events, Exception exception, CancellationToken ct)
    {
        try
        {
            await events.WriteAsync(new FailedEvent(errors.Tell(exception)), ct);
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
    }
}
