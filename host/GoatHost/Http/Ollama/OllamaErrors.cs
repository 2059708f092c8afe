using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>Ollama's errors: <c>{"error":"text"}</c>.</summary>
internal sealed class OllamaErrors : IErrorDialect
{
    // Its clients know a server that is busy by these words.
    private const string Busy = "server busy, please try again.  ";

    public JsonTypeInfo Type => OllamaErrorJson.Default.OllamaError;

    public byte[] Write(ApiException failure)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, JsonAnswer.Plain))
        {
            JsonSerializer.Serialize(json, new OllamaError(Text(failure)), OllamaErrorJson.Default.OllamaError);
        }
        return bytes.WrittenSpan.ToArray();
    }

    private static string Text(ApiException failure) =>
        failure.Status == StatusCodes.Status503ServiceUnavailable ? Busy + failure.Message : failure.Message;
}
