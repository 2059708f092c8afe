using System.Text.Json;

namespace GoatHost.Http.Ollama;

/// <summary>Ollama's errors: <c>{"error":"text"}</c>.</summary>
internal sealed class OllamaErrors : IErrorDialect
{
    public byte[] Write(ApiException failure) => JsonSerializer.SerializeToUtf8Bytes(new OllamaError(failure.Message), OllamaErrorJson.Default.OllamaError);
}
