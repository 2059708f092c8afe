using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GoatHost.Abstractions;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>An answer as server-sent events. It begins with the first delta, so that what a session refuses still gets its own status.</summary>
internal sealed class ChatStream(HttpContext context, ChatAnswerBuilder answer, TimeProvider time)
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(15);

    public async Task RunAsync(IAsyncEnumerator<Delta> deltas, CancellationToken ct)
    {
        try
        {
            var any = await WaitAsync(deltas.MoveNextAsync().AsTask(), ct);
            if (!context.Response.HasStarted) Begin();
            await SendAsync(answer.First(), OpenAiJson.Default.ChatChunk, ct);
            while (any)
            {
                if (answer.Next(deltas.Current) is { } chunk) await SendAsync(chunk, OpenAiJson.Default.ChatChunk, ct);
                any = await deltas.MoveNextAsync();
            }
            await SendAsync(answer.Last(), OpenAiJson.Default.ChatChunk, ct);
            if (answer.IncludeUsage) await SendAsync(answer.UsageChunk(), OpenAiJson.Default.ChatChunk, ct);
            await WriteAsync("data: [DONE]\n\n"u8.ToArray(), ct);
        }
        catch (Exception exception) when (context.Response.HasStarted && exception is not OperationCanceledException)
        {
            // The status is sent: all that is left is to say it in the stream and end.
            byte[] message = [.. "data: "u8, .. ErrorDialects.Of(context.Request.Path).Write(ErrorBoundary.Tell(exception)), .. "\n\n"u8];
            await WriteAsync(message, ct);
        }
    }

    /// <summary>Waits for the first delta; a long prompt keeps proxies alive by comments.</summary>
    private async Task<bool> WaitAsync(Task<bool> first, CancellationToken ct)
    {
        while (await Task.WhenAny(first, Task.Delay(PingAfter, time, ct)) != first)
        {
            ct.ThrowIfCancellationRequested();
            if (!context.Response.HasStarted) Begin();
            await WriteAsync(": ping\n\n"u8.ToArray(), ct);
        }
        return await first;
    }

    private void Begin()
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
    }

    private Task SendAsync<T>(T value, JsonTypeInfo<T> type, CancellationToken ct)
    {
        byte[] message = [.. "data: "u8, .. JsonSerializer.SerializeToUtf8Bytes(value, type), .. "\n\n"u8];
        return WriteAsync(message, ct);
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken ct)
    {
        await context.Response.Body.WriteAsync(bytes, ct);
        await context.Response.Body.FlushAsync(ct);
    }
}
