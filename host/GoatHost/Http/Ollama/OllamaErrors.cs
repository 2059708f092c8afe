using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama;

/// <summary>Ollama's errors: <c>{"error":"text"}</c>.</summary>
internal sealed class OllamaErrors : IErrorDialect
{
    // Its clients know a server that is busy by these words.
    private const string Busy = "server busy, please try again.  ";

    public byte[] Write(ApiException failure) => JsonSerializer.SerializeToUtf8Bytes(
        new OllamaError(failure.Status == StatusCodes.Status503ServiceUnavailable ? Busy + failure.Message : failure.Message),
        OllamaErrorJson.Default.OllamaError);
}
