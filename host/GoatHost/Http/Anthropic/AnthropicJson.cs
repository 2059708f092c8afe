using System.Text.Json.Serialization;

namespace GoatHost.Http.Anthropic;

/// <summary>Every answer of the Anthropic API. What must be there although it is null says so itself.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnthropicError))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(MessageEvent))]
[JsonSerializable(typeof(MessageEndEvent))]
[JsonSerializable(typeof(TokenCount))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(AnthropicModelList))]
[JsonSerializable(typeof(MessagesBody))]
internal sealed partial class AnthropicJson : JsonSerializerContext;
