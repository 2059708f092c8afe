using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Control;

/// <summary>What is asked, and an answer that is one value.</summary>
internal static class ControlBody
{
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } asked) return asked;
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException($"goat serve does not understand what was asked: {e.Message}", e);
        }
        throw new BadHttpRequestException("goat serve was asked nothing.");
    }

    public static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, answer, type, context.RequestAborted);
    }
}
