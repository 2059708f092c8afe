using System.Text.Json.Serialization;

namespace GoatHost.Control;

/// <summary>What goes over the control socket, each on a line of its own.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a token's log-probability may be -Infinity
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ControlNote))]
[JsonSerializable(typeof(ControlFailure))]
[JsonSerializable(typeof(ControlEvent))]
[JsonSerializable(typeof(LoadRequest))]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(ResidentView[]))]
[JsonSerializable(typeof(PullView[]))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(bool))]
internal sealed partial class ControlJson : JsonSerializerContext;
