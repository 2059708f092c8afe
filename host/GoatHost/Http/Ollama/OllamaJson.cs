using System.Text.Json.Serialization;
using GoatHost.Http.Ollama.Answers;
using GoatHost.Http.Ollama.Library;
using GoatHost.Http.Ollama.Pulling;

namespace GoatHost.Http.Ollama;

/// <summary>Every answer that is not written token by token, in Ollama's snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(ModelEntries))]
[JsonSerializable(typeof(ModelDetails))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(EmbedAnswer))]
[JsonSerializable(typeof(EmbeddingsAnswer))]
internal sealed partial class OllamaJson : JsonSerializerContext;
