using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GoatHost.Abstractions;

namespace GoatHost.Cli.Demos;

/// <summary>What the demo shows: samples/offline/demo.json. The settings of plugins are its data, so that the host names none.</summary>
internal sealed record DemoScript
{
    /// <summary>The model to bring.</summary>
    public required string Want { get; init; }

    /// <summary>What the seeder serves, in the sample's folder.</summary>
    public required string Seed { get; init; }

    /// <summary>Where the seeder's files lie, in the sample's folder.</summary>
    public required string Folder { get; init; }

    public required string Prompt { get; init; }
    public required float Temperature { get; init; }
    public required int MaxTokens { get; init; }

    /// <summary>Settings by plugin id; <c>{folder}</c> in them is the sample's folder.</summary>
    public required JsonObject Plugins { get; init; }

    public static async Task<DemoScript> ReadAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path)) throw new GoatException($"The demo's sample is not installed: there is no {path}.");
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync(file, DemoJson.Default.DemoScript, ct) ?? throw new JsonException("null");
        }
        catch (JsonException broken)
        {
            throw new GoatException($"The demo's script {path} cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>The plugins' settings with every <c>{folder}</c> made an absolute path: they are written into a file that stands elsewhere.</summary>
    public JsonObject PluginsIn(string folder) => (JsonObject)Expand(Plugins, folder)!;

    private static JsonNode? Expand(JsonNode? node, string folder) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Expand(pair.Value, folder)))),
        JsonArray list => new JsonArray([.. list.Select(item => Expand(item, folder))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Expand(value.GetValue<string>(), folder),
        _ => node?.DeepClone(),
    };

    private static JsonValue Expand(string text, string folder) =>
        JsonValue.Create(text.Contains("{folder}", StringComparison.Ordinal) ? Path.GetFullPath(text.Replace("{folder}", folder, StringComparison.Ordinal)) : text)!;
}

/// <summary>Reads the demo's script.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoScript))]
internal sealed partial class DemoJson : JsonSerializerContext;
