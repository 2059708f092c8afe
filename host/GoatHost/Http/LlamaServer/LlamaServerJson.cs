using System.Text.Json;
using System.Text.Json.Serialization;
using GoatHost.Http.LlamaServer.Adapters;
using GoatHost.Http.LlamaServer.Completions;
using GoatHost.Http.LlamaServer.Models;
using GoatHost.Http.LlamaServer.Properties;
using GoatHost.Http.LlamaServer.Tokens;

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
[JsonSerializable(typeof(IReadOnlyList<LlamaAdapter>), TypeInfoPropertyName = "LlamaAdapters")]
[JsonSerializable(typeof(IReadOnlyList<LlamaCompletion>), TypeInfoPropertyName = "LlamaCompletions")]
[JsonSerializable(typeof(IReadOnlyList<LlamaEmbedding>), TypeInfoPropertyName = "LlamaEmbeddings")]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
[JsonSerializable(typeof(IReadOnlyList<LlamaSlot>), TypeInfoPropertyName = "LlamaSlots")]
[JsonSerializable(typeof(LlamaModelList))]
[JsonSerializable(typeof(LlamaSuccess))]
[JsonSerializable(typeof(LlamaServerError))]
[JsonSerializable(typeof(LlamaCompletionBody))]
[JsonSerializable(typeof(IReadOnlyList<LoraBody>), TypeInfoPropertyName = "LoraBodies")]
[JsonSerializable(typeof(LlamaInfillBody))]
[JsonSerializable(typeof(TokenizeBody))]
[JsonSerializable(typeof(DetokenizeBody))]
[JsonSerializable(typeof(LlamaEmbeddingBody))]
[JsonSerializable(typeof(LoadBody))]
[JsonSerializable(typeof(Health))]
internal sealed partial class LlamaServerJson : JsonSerializerContext;
