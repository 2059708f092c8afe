using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Http.Ollama.Library;

/// <summary>Writes what a file says about itself, by its own keys. Editors read the context's length here.</summary>
internal static class ModelInfo
{
    /// <param name="json">Where to.</param>
    /// <param name="header">What the file says.</param>
    /// <param name="summary">What the host knows.</param>
    /// <param name="arrays">The long arrays; without them they are null, as in Ollama's own answer.</param>
    public static void Write(
        Utf8JsonWriter json, GgufFile header, ModelSummary summary, IReadOnlyDictionary<string, IReadOnlyList<GgufValue>>? arrays)
    {
        json.WriteStartObject("model_info"u8);
        json.WriteNumber("general.parameter_count"u8, summary.Parameters);
        foreach (var (key, value) in header.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (key == "general.parameter_count") continue;
            json.WritePropertyName(key);
            if (arrays?.GetValueOrDefault(key) is { } elements) WriteArray(json, elements);
            else WriteValue(json, value);
        }
        json.WriteEndObject();
    }

    public static void WriteTensors(Utf8JsonWriter json, GgufFile header)
    {
        json.WriteStartArray("tensors"u8);
        foreach (var tensor in header.Tensors)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, tensor.Name);
            json.WriteString("type"u8, tensor.Type.Name);
            json.WriteStartArray("shape"u8);
            foreach (var size in tensor.Dimensions) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, GgufValue value)
    {
        if (value.Text is { } text) json.WriteStringValue(text);
        else if (value is { Type: GgufValueType.Bool, Whole: { } flag }) json.WriteBooleanValue(flag != 0);
        else if (value.Whole is { } whole) json.WriteNumberValue(whole);
        else if (value.Real is { } real && double.IsFinite(real)) WriteReal(json, value.Type, real);
        else if (value.Integers is { } integers) WriteIntegers(json, integers);
        else json.WriteNullValue();
    }

    private static void WriteArray(Utf8JsonWriter json, IReadOnlyList<GgufValue> elements)
    {
        json.WriteStartArray();
        foreach (var element in elements) WriteValue(json, element);
        json.WriteEndArray();
    }

    private static void WriteReal(Utf8JsonWriter json, GgufValueType type, double real)
    {
        // Shortest text of what was stored: 1e-05, not 9.999999747378752E-06.
        if (type == GgufValueType.F32) json.WriteNumberValue((float)real);
        else json.WriteNumberValue(real);
    }

    private static void WriteIntegers(Utf8JsonWriter json, IReadOnlyList<long> integers)
    {
        json.WriteStartArray();
        foreach (var integer in integers) json.WriteNumberValue(integer);
        json.WriteEndArray();
    }
}
