using System.Text.Json.Serialization;

namespace GoatHost.Http.LlamaServer;

/// <summary>Every answer of llama-server's own routes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LlamaProps))]
[JsonSerializable(typeof(LlamaTokens))]
[JsonSerializable(typeof(LlamaPieces))]
[JsonSerializable(typeof(LlamaContent))]
[JsonSerializable(typeof(LlamaPrompt))]
[JsonSerializable(typeof(LlamaCompletion))]
[JsonSerializable(typeof(LlamaSuccess))]
[JsonSerializable(typeof(IReadOnlyList<LlamaAdapter>), TypeInfoPropertyName = "LlamaAdapters")]
[JsonSerializable(typeof(IReadOnlyList<LlamaCompletion>), TypeInfoPropertyName = "LlamaCompletions")]
[JsonSerializable(typeof(IReadOnlyList<LlamaEmbedding>), TypeInfoPropertyName = "LlamaEmbeddings")]
internal sealed partial class LlamaServerJson : JsonSerializerContext;
