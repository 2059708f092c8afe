using System.Text.Json.Serialization;
using GoatHost.Http.Ollama.Answers;
using GoatHost.Http.Ollama.Bodies;
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
[JsonSerializable(typeof(GenerateLine))]
[JsonSerializable(typeof(ChatLine))]
[JsonSerializable(typeof(ShowAnswer))]
[JsonSerializable(typeof(GenerateBody))]
[JsonSerializable(typeof(OllamaChatBody))]
[JsonSerializable(typeof(NameBody))]
[JsonSerializable(typeof(ShowBody))]
[JsonSerializable(typeof(PullBody))]
[JsonSerializable(typeof(CopyBody))]
[JsonSerializable(typeof(CreateBody))]
[JsonSerializable(typeof(EmbedBody))]
[JsonSerializable(typeof(OllamaEmbeddingsBody))]
internal sealed partial class OllamaJson : JsonSerializerContext;
