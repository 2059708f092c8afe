using System.Text.Json.Serialization;

namespace GoatHost.Http.Anthropic;

/// <summary>Every answer of the Anthropic API.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AnthropicError))]
internal sealed partial class AnthropicJson : JsonSerializerContext;
