using System.Text.Json;
using System.Text.Json.Nodes;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Manifests;

namespace GoatHost.Engine.Plugins.Pins;

/// <summary>The plugins.json of the data directory, changed one key at a time; what else is in it stays.</summary>
internal static class PluginListFile
{
    private const int MostBytes = 1024 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Sets a key of one plugin's entry, or takes it out when the value is null. The file is replaced whole or not at all.</summary>
    /// <exception cref="GoatException">The file is not a list of plugins, or cannot be written.</exception>
    public static async Task SetAsync(string path, string id, string key, JsonNode? value, CancellationToken ct)
    {
        var root = await ReadAsync(path, ct);
        var list = root["plugins"] switch
        {
            null => Added(root),
            JsonArray plugins => plugins,
            _ => throw new GoatException($"{path} is not a list of plugins: its 'plugins' is no array."),
        };
        var entry = list.OfType<JsonObject>().FirstOrDefault(one => one["id"] is JsonValue text && text.TryGetValue(out string? name) && name == id);
        if (entry is null)
        {
            if (value is null) return;
            list.Add((JsonNode)(entry = new JsonObject { ["id"] = id }));
        }
        if (value is null) entry.Remove(key);
        else entry[key] = value;
        Replace(path, root);
    }

    private static JsonArray Added(JsonObject root)
    {
        var list = new JsonArray();
        root["plugins"] = list;
        return list;
    }

    private static async Task<JsonObject> ReadAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path)) return [];
        var bytes = await BoundedFile.ReadAsync(path, MostBytes, ct);
        try
        {
            return JsonNode.Parse(BoundedFile.SkipMark(bytes), documentOptions: Lenient) as JsonObject ?? throw new GoatException($"{path} is not a list of plugins: it is no object.");
        }
        catch (JsonException e)
        {
            throw new GoatException($"{path} is not a list of plugins: {BoundedFile.Where(e)}.");
        }
        catch (ArgumentException e)
        {
            throw new GoatException($"{path} has one key twice in an object; leave one: {e.Message}", e);
        }
    }

    private static void Replace(string path, JsonObject root)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                using (var writer = new Utf8JsonWriter(file, Indented)) root.WriteTo(writer);
                file.Write("\n"u8);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new GoatException($"{path} cannot be written, and is as it was: {e.Message}", e);
        }
    }
}
