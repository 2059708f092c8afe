using System.Text.Json.Serialization;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>What the scan writes as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ScanLine))]
internal sealed partial class ScanJson : JsonSerializerContext;
