using System.Text.Json.Serialization;
using GoatHost.Http.OpenAi.Chat;

namespace GoatHost.Http.OpenAi;

/// <summary>Every answer of the OpenAI API, in its snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAiError))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatChunk))]
internal sealed partial class OpenAiJson : JsonSerializerContext;
