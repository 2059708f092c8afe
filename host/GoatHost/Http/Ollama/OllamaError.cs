using System.Text.Json.Serialization;

namespace GoatHost.Http.Ollama;

internal sealed record OllamaError([property: JsonPropertyName("error")] string Error);

[JsonSerializable(typeof(OllamaError))]
internal sealed partial class OllamaErrorJson : JsonSerializerContext;
