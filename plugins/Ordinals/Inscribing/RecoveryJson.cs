using System.Text.Json.Serialization;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>Recovery records as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RecoveryRecord))]
internal sealed partial class RecoveryJson : JsonSerializerContext;
