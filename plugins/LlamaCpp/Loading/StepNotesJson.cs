using System.Text.Json.Serialization;

namespace GoatHost.Plugins.LlamaCpp.Loading;

[JsonSerializable(typeof(Dictionary<string, Dictionary<int, double>>))]
internal sealed partial class StepNotesJson : JsonSerializerContext;
