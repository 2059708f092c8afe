using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Answers;

/// <summary>Server-sent events: written into the response's own buffer, and sent when there is nothing more to write at once.</summary>
internal sealed class EventStream(HttpContext context, TimeProvider time) : IDisposable
{
    // What proxies wait for before they give a silent answer up is a minute and more.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private const int MostUnsent = 16 << 10;

    private readonly PipeWriter _pipe = context.Response.BodyWriter;
    private readonly Utf8JsonWriter _json = new(context.Response.BodyWriter, JsonAnswer.Plain);

    /// <summary>Sends an answer. It begins with the first delta, so that what a session refuses still gets its own status.</summary>
    public async Task RunAsync(IAsyncEnumerable<ChoiceDelta> answer, IAnswerEvents events, CancellationToken ct)
    {
        await using var deltas = answer.GetAsyncEnumerator(ct);
        var begun = false;
        try
        {
            var any = await WaitAsync(deltas.MoveNextAsync().AsTask(), ct);
            Begin();
            begun = true;
            events.Begin(this);
            while (any)
            {
                events.Add(this, deltas.Current);
                var next = deltas.MoveNextAsync();
                // Deltas that are there already go out together.
                var waits = next.IsCompleted && _pipe.UnflushedBytes < MostUnsent;
                var sent = waits ? default : _pipe.FlushAsync(ct);
                try
                {
                    any = await next;
                }
                finally
                {
                    await sent;
                }
            }
            events.End(this);
        }
        catch (Exception exception) when ((begun || context.Response.HasStarted) && exception is not OperationCanceledException)
        {
            // The status is sent, or about to be: all that is left is to say it in the stream and end.
            var failure = ErrorBoundary.TellInStream(context, exception);
            events.Fail(this, failure, ErrorDialects.Of(context.Request).Write(failure));
        }
        await _pipe.FlushAsync(ct);
    }

    /// <summary>One event whose data is a JSON value.</summary>
    /// <param name="name">Written as the event's name, where the API's clients look for one.</param>
    public void Send<T>(T value, JsonTypeInfo<T> type, ReadOnlySpan<byte> name = default)
    {
        Head(name);
        _json.Reset(_pipe);
        JsonSerializer.Serialize(_json, value, type);
        _pipe.Write("\n\n"u8);
    }

    /// <summary>One event whose data is written already.</summary>
    public void Write(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name = default)
    {
        Head(name);
        _pipe.Write(data);
        _pipe.Write("\n\n"u8);
    }

    public void Dispose() => _json.Dispose();

    private void Head(ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty)
        {
            _pipe.Write("event: "u8);
            _pipe.Write(name);
            _pipe.Write("\n"u8);
        }
        _pipe.Write("data: "u8);
    }

    /// <summary>Waits for the first delta; a long prompt keeps proxies alive by comments.</summary>
    private async Task<bool> WaitAsync(Task<bool> first, CancellationToken ct)
    {
        // Cancelled, the session ends too, and is waited for: nothing may be disposed under it.
        while (!ct.IsCancellationRequested && await Task.WhenAny(first, Task.Delay(PingAfter, time, ct)) != first)
        {
            if (ct.IsCancellationRequested) break;
            Begin();
            _pipe.Write(": ping\n\n"u8);
            await _pipe.FlushAsync(ct);
        }
        return await first;
    }

    private void Begin()
    {
        if (context.Response.HasStarted) return;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
    }
}
