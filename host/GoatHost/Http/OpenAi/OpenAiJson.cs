using System.Text.Json.Serialization;
using GoatHost.Http.OpenAi.Chat;
using GoatHost.Http.OpenAi.Completions;
using GoatHost.Http.OpenAi.Embeddings;
using GoatHost.Http.OpenAi.Responses;

namespace GoatHost.Http.OpenAi;

/// <summary>Every answer of the OpenAI API, in its snake_case. What must be there although it is null says so itself.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OpenAiError))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatChunk))]
[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(EmbeddingList<float[]>), TypeInfoPropertyName = "FloatEmbeddings")]
[JsonSerializable(typeof(EmbeddingList<string>), TypeInfoPropertyName = "Base64Embeddings")]
[JsonSerializable(typeof(Ranking.Ranking))]
[JsonSerializable(typeof(ResponseAnswer))]
[JsonSerializable(typeof(ResponseEvent))]
[JsonSerializable(typeof(ResponseErrorEvent))]
[JsonSerializable(typeof(InputTokens))]
[JsonSerializable(typeof(ChatBody))]
[JsonSerializable(typeof(CompletionBody))]
[JsonSerializable(typeof(EmbeddingsBody))]
[JsonSerializable(typeof(Ranking.RankingBody))]
[JsonSerializable(typeof(ResponseBody))]
internal sealed partial class OpenAiJson : JsonSerializerContext;
