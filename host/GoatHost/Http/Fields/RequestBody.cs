using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Fields;

/// <summary>Reads a request's body as JSON, or says what is wrong with it. How large it may be, and how slow, the server bounds.</summary>
internal static class RequestBody
{
    // The worker's channel takes 64, and a schema lies deeper in its messages than in a client's.
    private const int MostDepth = 48;

    /// <summary>The body's fields. The elements stay readable after the request.</summary>
    public static async Task<JsonFields> ReadAsync(HttpContext context)
    {
        var json = await ParseAsync(context);
        return json.ValueKind == JsonValueKind.Object ? new JsonFields(json) : throw new ApiException(400, "The body must be a JSON object.");
    }

    /// <summary>A body that is a list of objects.</summary>
    public static async Task<IReadOnlyList<JsonFields>> ReadListAsync(HttpContext context, int most)
    {
        var json = await ParseAsync(context);
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > most) throw new ApiException(400, $"The body must be a JSON array of at most {most} objects.");
        return [.. json.EnumerateArray().Select((item, at) => JsonFields.Item(item, FormattableString.Invariant($"[{at}]")))];
    }

    private static async Task<JsonElement> ParseAsync(HttpContext context)
    {
        var body = await BytesAsync(context);
        if (body.Length == 0) throw new ApiException(400, "missing request body");
        try
        {
            CheckText(body.Span);
            return JsonElement.Parse(body.Span, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException bad)
        {
            throw new ApiException(400, $"The body is not valid JSON: line {bad.LineNumber + 1}, byte {bad.BytePositionInLine}.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpContext context)
    {
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, HttpServer.LargestBody));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>Refuses what is no text anywhere in the body, so that no reader, template or worker meets it later.</summary>
    private static void CheckText(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body)) throw new ApiException(400, "The body is not valid UTF-8.");
        // Only an escape can still make a lone surrogate, as in "\ud800".
        if (body.IndexOf("\\u"u8) < 0) return;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MostDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) CheckEscapes(ref reader);
        }
    }

    private static void CheckEscapes(ref Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new ApiException(400, $"The body has a text that is not valid Unicode, at byte {reader.TokenStartIndex}.");
        }
    }
}
