using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Manifests;

/// <summary>What a plugin's plugin.json says about it, checked: nothing of the plugin runs before this holds.</summary>
internal sealed record PluginManifest
{
    public const string FileName = "plugin.json";

    private const int MostBytes = 64 * 1024;

    public required string Id { get; init; }
    public required string Version { get; init; }

    /// <summary>File name of the plugin's own dll, in the manifest's folder.</summary>
    public required string Assembly { get; init; }

    /// <summary>Full name of the class that implements <see cref="IPlugin"/>.</summary>
    public required string Entry { get; init; }

    public required Version Contract { get; init; }
    public required IReadOnlyList<Provided> Provides { get; init; }

    /// <summary>Model formats its runtimes take, as in <see cref="VerifiedModel.Format"/>.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Whether it lives in a worker process.</summary>
    public required bool OwnProcess { get; init; }

    /// <summary>A line for the help about each command of a plugin in a process of its own; others are asked themselves.</summary>
    public required IReadOnlyDictionary<string, string> Commands { get; init; }

    /// <summary>Names of what it provides of a kind.</summary>
    public IEnumerable<string> Named(string kind) => Provides.Where(one => one.Kind == kind).Select(one => one.Name);

    /// <summary>Reads <c>plugin.json</c> of a folder.</summary>
    /// <exception cref="GoatException">It is missing, or breaks a rule: the sentence says which.</exception>
    public static async Task<PluginManifest> ReadAsync(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, FileName);
        if (!Directory.Exists(folder)) throw new GoatException($"The plugin folder {folder} is missing: install the plugin, or take it out of plugins.json.");
        if (!File.Exists(path)) throw new GoatException($"{path} is missing: a plugin folder holds a {FileName}.");
        var bytes = await BoundedFile.ReadAsync(path, MostBytes, ct);
        return Parse(path, bytes);
    }

    /// <summary>Checks a manifest's bytes.</summary>
    public static PluginManifest Parse(string path, ReadOnlySpan<byte> json)
    {
        ManifestDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(BoundedFile.SkipMark(json), ManifestJson.Default.ManifestDocument);
        }
        catch (JsonException e)
        {
            throw new GoatException($"{path} is not a plugin manifest: {BoundedFile.Where(e)}.");
        }
        return new ManifestRules(path).Check(document);
    }
}

/// <summary>One entry of <c>provides</c>: a kind and a name, written <c>source:ord</c>.</summary>
internal sealed record Provided(string Kind, string Name)
{
    public static readonly IReadOnlyList<string> Kinds = ["source", "transport", "runtime", "command"];

    public override string ToString() => $"{Kind}:{Name}";
}
