using System.Text.Json.Serialization;

namespace GoatHost.Http.Keys;

/// <summary>How keys lie on disk.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<StoredKey>))]
internal sealed partial class KeyJson : JsonSerializerContext;
