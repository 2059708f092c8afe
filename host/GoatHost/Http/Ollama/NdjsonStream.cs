using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>An answer of one JSON value a line, each sent as it comes.</summary>
internal static class NdjsonStream
{
    public static void Begin(HttpContext context)
    {
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-cache";
    }

    public static async Task SendAsync<T>(HttpContext context, T line, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var output = context.Response.BodyWriter;
        using (var json = new Utf8JsonWriter(output, JsonAnswer.Plain)) JsonSerializer.Serialize(json, line, type);
        output.Write("\n"u8);
        await output.FlushAsync(ct);
    }

    /// <summary>Says in the stream, whose status is sent, what went wrong.</summary>
    public static async Task SendAsync(HttpContext context, ApiException failure, CancellationToken ct)
    {
        var output = context.Response.BodyWriter;
        output.Write(ErrorDialects.Of(context.Request).Write(failure));
        output.Write("\n"u8);
        await output.FlushAsync(ct);
    }
}
