using System.Text.Json;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Reads a GOAT manifest, version 1: every field bounded, every path and locator checked, unknown fields ignored.</summary>
internal sealed partial class ManifestReader(Reference origin)
{
    private const int Version = 1;
    private const int MostFiles = 1000;
    private const int MostWebs = 16;

    /// <summary>The description, or null when the object is about something other than a model.</summary>
    /// <param name="root">A JSON object that says it is of GOAT.</param>
    /// <param name="proofs">What its source has proven of it.</param>
    public ModelDescription? Read(JsonElement root, IReadOnlyList<Proof> proofs)
    {
        var fields = new ManifestFields(root, "the manifest", origin);
        if (fields.Required("op", 64) != "model") return null;
        if (fields.Required("p", 64) != "goat") throw fields.Refuse("\"p\" is not \"goat\"");
        var version = fields.Whole("v") ?? throw fields.Refuse("\"v\" is missing");
        if (version != Version) throw fields.Refuse($"\"v\" is {version}, and this goat reads version {Version}: look for a newer goat");

        var name = fields.Required("name", 80);
        if (!ModelNames.IsName(name))
            throw fields.Refuse($"\"name\" is \"{ShownText.Of(name)}\", which is not a name of lower-case letters, digits and . _ -");
        var files = ReadFiles(fields);
        var locators = ReadLocators(fields);
        if (locators.Count == 0 && (files.Count == 0 || files.Any(file => file.Locators.Count == 0)))
            throw fields.Refuse("neither \"magnet\" nor \"ipfs\" nor \"web\" says where the files can be had");
        return new ModelDescription
        {
            Name = name,
            Origin = origin,
            Title = fields.Line("title", 200),
            License = fields.Line("license", 200),
            Files = files,
            Locators = locators,
            Proofs = [.. proofs, .. Unproven(files)],
        };
    }

    private List<Artifact> ReadFiles(ManifestFields manifest)
    {
        var files = new List<Artifact>();
        if (manifest.Array("files", MostFiles) is not { } entries) return files;
        foreach (var entry in entries)
        {
            if (entry.ValueKind != JsonValueKind.Object)
                throw manifest.Refuse($"\"files\" holds something other than an object at {files.Count}");
            files.Add(ReadFile(new ManifestFields(entry, $"files[{files.Count}]", origin)));
        }
        if (files.Count == 0) throw manifest.Refuse("\"files\" is empty");
        return ArtifactPath.SetProblem(files.Select(file => file.Path)) is { } problem ? throw manifest.Refuse(problem) : files;
    }

    private static Artifact ReadFile(ManifestFields fields)
    {
        var path = fields.Required("path", 4096);
        var size = fields.Whole("size");
        if (size is <= 0 or > ManifestFields.LargestFile) throw fields.Refuse($"\"size\" is {size}, not from 1 byte to 16 TiB");
        var digest = fields.Text("sha256", 256);
        if (digest is not null && !Sha256().IsMatch(digest)) throw fields.Refuse("\"sha256\" is not 64 hex digits");
        var quantization = fields.Text("quant", 256);
        if (quantization is not null && ModelNames.Quantization(quantization) is null)
            throw fields.Refuse($"\"quant\" is \"{ShownText.Of(quantization)}\", which is no name of a quantization");
        var named = quantization?.ToUpperInvariant() ?? ModelNames.QuantizationOf(path);
        return new Artifact(path, size, digest?.ToLowerInvariant(), named, [.. Cid(fields, "cid")]);
    }

    private static List<Locator> ReadLocators(ManifestFields fields)
    {
        var locators = new List<Locator>();
        if (fields.Text("magnet", 8192) is { } magnet)
            locators.Add(MagnetLink.TryParse(magnet)?.Locator ?? throw fields.Refuse("\"magnet\" is not a magnet link to a torrent"));
        locators.AddRange(Cid(fields, "ipfs"));
        if (fields.Array("web", MostWebs) is not { } mirrors) return locators;
        foreach (var mirror in mirrors)
        {
            if (mirror.ValueKind != JsonValueKind.String) throw fields.Refuse("\"web\" holds something other than a text");
            var text = fields.Decode(mirror, "web");
            if (!IsWeb(text)) throw fields.Refuse($"\"web\" holds \"{ShownText.Of(text)}\", which is no http or https address");
            locators.Add(new Locator(text));
        }
        return locators;
    }

    private static IEnumerable<Locator> Cid(ManifestFields fields, string key)
    {
        if (fields.Text(key, 256) is { } cid)
            yield return CidText.TryLocate(cid) ?? throw fields.Refuse($"\"{key}\" is \"{ShownText.Of(cid)}\", which does not look like a CID");
    }

    private static bool IsWeb(string text) =>
        text.Length <= 2048 && text.EnumerateRunes().All(ShownText.IsSafe) && !text.Contains(' ', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    private static IEnumerable<Proof> Unproven(List<Artifact> files)
    {
        if (files.Count == 0) yield return Digests.Missing("nor the names of the files");
        else if (files.Count(file => file.Sha256 is null) is > 0 and var without)
            yield return Digests.Missing($"for {without} of {files.Count} files");
    }

    [GeneratedRegex(@"\A[0-9A-Fa-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256();
}
