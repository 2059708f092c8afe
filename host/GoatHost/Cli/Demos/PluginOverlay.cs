using System.Text.Json;
using System.Text.Json.Nodes;
using GoatHost.Abstractions;

namespace GoatHost.Cli.Demos;

/// <summary>Puts settings into the data directory's plugins.json, and leaves all else that is in it as it is.</summary>
internal static class PluginOverlay
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static async Task WriteAsync(string path, JsonObject settingsById, CancellationToken ct)
    {
        var list = await ReadAsync(path, ct);
        var before = list.ToJsonString();
        Merge(list, settingsById);
        if (list.ToJsonString() == before) return;

        var part = path + ".part";
        await using (var file = File.Create(part))
        {
            await using var writer = new Utf8JsonWriter(file, Indented);
            list.WriteTo(writer);
        }
        File.Move(part, path, overwrite: true);
    }

    internal static void Merge(JsonObject list, JsonObject settingsById)
    {
        if (list["plugins"] is not JsonArray plugins) list["plugins"] = plugins = [];
        foreach (var (id, settings) in settingsById)
        {
            var entry = plugins.OfType<JsonObject>().FirstOrDefault(entry => (string?)entry["id"] == id);
            if (entry is null) plugins.Add((JsonNode)(entry = new JsonObject { ["id"] = id }));
            if (entry["settings"] is not JsonObject kept) entry["settings"] = kept = [];
            foreach (var (name, value) in settings!.AsObject()) kept[name] = value?.DeepClone();
        }
    }

    private static async Task<JsonObject> ReadAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path)) return [];
        try
        {
            return JsonNode.Parse(await File.ReadAllTextAsync(path, ct)) as JsonObject ?? throw new JsonException("it is no object");
        }
        catch (JsonException broken)
        {
            throw new GoatException($"{path} cannot be read ({broken.Message}); mend it or delete it.", broken);
        }
    }
}
