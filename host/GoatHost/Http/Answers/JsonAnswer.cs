using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Answers;

/// <summary>An answer that is one JSON value.</summary>
internal static class JsonAnswer
{
    /// <summary>Text as it is: no answer here is ever part of a web page, and escapes would triple what is not English.</summary>
    public static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Plain)) JsonSerializer.Serialize(writer, answer, type);
        return WriteAsync(context, json.WrittenMemory);
    }

    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        // Whole and with its length, so that a client can tell a cut answer from an ended one.
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
