using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http;

/// <summary>An answer that is one JSON value.</summary>
internal static class JsonAnswer
{
    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type) =>
        WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(answer, type));

    public static async Task WriteAsync(HttpContext context, byte[] json)
    {
        // Whole and with its length, so that a client can tell a cut answer from an ended one.
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
