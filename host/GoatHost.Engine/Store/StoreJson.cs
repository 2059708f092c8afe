using System.Text.Json.Serialization;
using GoatHost.Abstractions;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Engine.Store;

/// <summary>What the database keeps as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelSummary))]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(ModelDerivation))]
[JsonSerializable(typeof(List<ByteRange>))]
internal sealed partial class StoreJson : JsonSerializerContext;
