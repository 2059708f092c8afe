using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace GoatHost.Engine.Plugins.Manifests;

/// <summary>A plugin's settings, between the JSON a person writes and the configuration section a plugin reads.</summary>
internal static class PluginSettings
{
    private const string Folder = "{folder}";

    /// <summary>Flattens an object; <c>{folder}</c> in a string becomes the folder of the file it stands in.</summary>
    public static IReadOnlyDictionary<string, string?> Flatten(JsonElement? settings, string folder)
    {
        var flat = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (settings is { ValueKind: JsonValueKind.Object } root) Add(root, "");
        return flat;

        void Add(JsonElement element, string key)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject()) Add(property.Value, Join(key, property.Name));
                    break;
                case JsonValueKind.Array:
                    var at = 0;
                    foreach (var item in element.EnumerateArray()) Add(item, Join(key, at++.ToString(CultureInfo.InvariantCulture)));
                    if (at == 0) flat[key] = "";
                    break;
                default:
                    flat[key] = element.ValueKind switch
                    {
                        JsonValueKind.Null => null,
                        JsonValueKind.String => element.GetString()!.Replace(Folder, folder, StringComparison.Ordinal),
                        _ => element.GetRawText(),
                    };
                    break;
            }
        }
    }

    /// <summary>Lays settings over others. A top-level key replaces all that was below it, so that a shorter array leaves no tail of the old one.</summary>
    public static IReadOnlyDictionary<string, string?> Over(IReadOnlyDictionary<string, string?> under, IReadOnlyDictionary<string, string?> over)
    {
        var replaced = over.Keys.Select(Top).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var both = under.Where(pair => !replaced.Contains(Top(pair.Key))).Concat(over);
        return new Dictionary<string, string?>(both, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A configuration of the plugin's own, so that nothing it registers outlives it.</summary>
    public static IConfigurationSection Section(IReadOnlyDictionary<string, string?> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(pair => new KeyValuePair<string, string?>($"settings:{pair.Key}", pair.Value)))
        .Build()
        .GetSection("settings");

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}:{name}";

    private static string Top(string key) => key.Split(':', 2)[0];
}
