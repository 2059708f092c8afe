using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GoatHost.Cli.Rendering;

/// <summary>What <c>--json</c> can write.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelView))]
[JsonSerializable(typeof(ModelView[]))]
[JsonSerializable(typeof(PluginView[]))]
[JsonSerializable(typeof(ResidentLine[]))]
[JsonSerializable(typeof(DoctorLine[]))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>As people write JSON: an ampersand is an ampersand. It is not meant to stand inside a page.</summary>
    public static CliJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Writes a value as JSON and a line end. JSON escapes control characters, so nothing else is stripped.</summary>
internal static class JsonText
{
    public static void Write<T>(TextWriter writer, T value, JsonTypeInfo<T> type) => writer.WriteLine(JsonSerializer.Serialize(value, type));
}
