using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Manifests;

/// <summary>One plugin a person listed.</summary>
/// <param name="Folder">As written: a name below the plugins directory, or a full path.</param>
/// <param name="Settings">Its settings, flat, with ':' between the levels.</param>
/// <param name="Problem">Why this line of the list cannot count, or null.</param>
internal sealed record PluginListEntry(
    string Id, string Folder, bool Enabled, IReadOnlyDictionary<string, string?> Settings, string? Problem = null)
{
    /// <summary>What its folder has to hash to, or null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Bytes of memory that a worker of it may take, or null.</summary>
    public long? MemoryLimit { get; init; }
}

/// <summary>The user's list of plugins: the default plugins.json, and over it, id by id, the one in the data directory.</summary>
internal static class PluginList
{
    public const string FileName = "plugins.json";

    private const int MostBytes = 1024 * 1024;
    private const int MostPlugins = 200;

    /// <exception cref="GoatException">A list is not one: the sentence says where.</exception>
    public static async Task<IReadOnlyList<PluginListEntry>> ReadAsync(string defaults, string overrides, CancellationToken ct)
    {
        var merged = new List<PluginListEntry>();
        foreach (var path in new[] { defaults, overrides })
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in await ReadOneAsync(path, ct))
            {
                if (seen.Add(entry.Id!)) Merge(merged, entry, Path.GetDirectoryName(Path.GetFullPath(path))!);
                else merged.Add(new PluginListEntry(entry.Id!, entry.Folder ?? entry.Id!, true, new Dictionary<string, string?>(), Twice(path, entry.Id!)));
            }
        }
        return merged;
    }

    private static async Task<IReadOnlyList<EntryDocument>> ReadOneAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path)) return [];
        var bytes = await BoundedFile.ReadAsync(path, MostBytes, ct);
        try
        {
            var plugins = JsonSerializer.Deserialize(BoundedFile.SkipMark(bytes), ManifestJson.Default.ListDocument)?.Plugins ?? [];
            if (plugins.Count > MostPlugins) throw new GoatException($"{path} lists {plugins.Count} plugins; at most {MostPlugins} are read.");
            return [.. plugins.Select((entry, at) => Checked(path, entry, at))];
        }
        catch (JsonException e)
        {
            throw new GoatException($"{path} is not a list of plugins: {BoundedFile.Where(e)}.");
        }
    }

    private static EntryDocument Checked(string path, EntryDocument? entry, int at) => entry switch
    {
        null or { Id: null or "" } => throw new GoatException($"{path}: plugin number {at + 1} has no 'id'."),
        { Folder: { } folder } when folder.Any(char.IsControl) => throw new GoatException($"{path}: the folder of {entry.Id} has control characters in it."),
        { Settings: { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) } } =>
            throw new GoatException($"{path}: the settings of {entry.Id} are not an object."),
        { Sha256: { } pin } when pin.Length != 64 || !pin.All(char.IsAsciiHexDigit) =>
            throw new GoatException($"{path}: the sha256 of {entry.Id} is not 64 hexadecimal digits; goat plugin pin {entry.Id} writes it."),
        { MemoryMiB: < 64 } => throw new GoatException($"{path}: the memoryMiB of {entry.Id} is under 64, with which no worker starts."),
        _ => entry,
    };

    private static string Twice(string path, string id) => $"{path} lists the plugin {id} twice; the first one counts: take the other out.";

    private static void Merge(List<PluginListEntry> merged, EntryDocument entry, string folder)
    {
        var at = merged.FindIndex(known => known.Id == entry.Id);
        var settings = PluginSettings.Flatten(entry.Settings, folder);
        if (at < 0)
        {
            merged.Add(new PluginListEntry(entry.Id!, entry.Folder ?? entry.Id!, entry.Enabled ?? true, settings) { Sha256 = entry.Sha256, MemoryLimit = Bytes(entry.MemoryMiB) });
            return;
        }
        var known = merged[at];
        merged[at] = known with
        {
            Folder = entry.Folder ?? known.Folder,
            Enabled = entry.Enabled ?? known.Enabled,
            Settings = PluginSettings.Over(known.Settings, settings),
            Sha256 = entry.Sha256 ?? known.Sha256,
            MemoryLimit = Bytes(entry.MemoryMiB) ?? known.MemoryLimit,
        };
    }

    private static long? Bytes(int? mebibytes) => mebibytes * (1L << 20);
}
