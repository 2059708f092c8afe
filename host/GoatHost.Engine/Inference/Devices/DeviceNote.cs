using System.Text.Json.Serialization;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Devices;

/// <summary>The devices that runtimes named, and when.</summary>
internal sealed record DeviceNote(DateTimeOffset At, IReadOnlyList<ComputeDevice> Devices);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeviceNote))]
internal sealed partial class DeviceJson : JsonSerializerContext;
