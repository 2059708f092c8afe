using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Plugins.Manifests;

/// <summary>The rules of plugin.json, each with its sentence.</summary>
internal sealed partial class ManifestRules(string path)
{
    private const int MostProvided = 64;

    public PluginManifest Check(ManifestDocument? document)
    {
        if (document is null) throw Broken("is empty");
        var provides = Provides(document.Provides);
        var manifest = new PluginManifest
        {
            Id = Matching(document.Id, "id", IdRule(), "lower-case letters, digits and '-', beginning with a letter, at most 40"),
            Version = Matching(document.Version, "version", VersionRule(), "a version such as 1.4.0"),
            Assembly = Matching(document.Assembly, "assembly", AssemblyRule(), "the name of a .dll in the same folder, without a path"),
            Entry = Matching(document.Entry, "entry", EntryRule(), "the full name of the plugin's class"),
            Contract = Version.Parse(Matching(document.Contract, "contract", ContractRule(), "major.minor, such as 1.0")),
            Provides = provides,
            Formats = [.. (document.Formats ?? []).Select(format => Matching(format, "formats", NameRule(), "short lower-case names such as gguf"))],
            OwnProcess = Isolation(document.Isolation),
            Commands = Commands(document.Commands),
        };
        if (manifest.OwnProcess) CheckWorker(manifest);
        return manifest;
    }

    private List<Provided> Provides(IReadOnlyList<string?>? texts)
    {
        if (texts is null) throw Broken("has no 'provides': list what the plugin adds, such as \"source:ord\"");
        if (texts.Count > MostProvided) throw Broken($"lists {texts.Count} capabilities in 'provides'; at most {MostProvided} are read");
        var provides = texts.Select(One).ToList();
        return provides.GroupBy(one => one).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw Broken($"names {twice.Key} twice in 'provides'")
            : provides;
    }

    private Provided One(string? text) =>
        text?.Split(':', 2) is [var kind, var name] && Provided.Kinds.Contains(kind) && NameRule().IsMatch(name)
            ? new Provided(kind, name)
            : throw Broken($"has {Quote(text)} in 'provides', which is not source:, transport:, runtime: or command: with a short lower-case name");

    private bool Isolation(string? text) => text switch
    {
        null or "inProcess" => false,
        "process" => true,
        _ => throw Broken($"has the isolation {Quote(text)}; it is inProcess or process"),
    };

    private Dictionary<string, string> Commands(IReadOnlyDictionary<string, string?>? lines) => (lines ?? new Dictionary<string, string?>()).ToDictionary(
        line => Matching(line.Key, "commands", NameRule(), "an object of command names"),
        line => Matching(line.Value, "commands", LineRule(), "an object with one line of help for each command"));

    private void CheckWorker(PluginManifest manifest)
    {
        if (manifest.Provides.FirstOrDefault(one => one.Kind is not ("runtime" or "command")) is { } other)
            throw Broken($"asks for a process of its own, which only runtimes and commands get, and provides {other}");
        if (manifest.Provides.FirstOrDefault(one => one.Kind == "command" && !manifest.Commands.ContainsKey(one.Name)) is { } silent)
            throw Broken($"asks for a process of its own and so has to say in 'commands' what {silent} does");
        if (manifest.Formats.Count == 0)
            throw Broken("asks for a process of its own and so has to say in 'formats' which models its runtimes take");
    }

    private string Matching(string? value, string name, Regex rule, string wanted) => value switch
    {
        null => throw Broken($"has no '{name}'"),
        _ when !rule.IsMatch(value) => throw Broken($"has the {name} {Quote(value)}; it has to be {wanted}"),
        _ => value,
    };

    private GoatException Broken(string how) => new($"{path} {how}.");

    private static string Quote(string? text) => text is null ? "null" : $"\"{Shorten(text)}\"";

    private static string Shorten(string text) =>
        string.Concat(text.Take(60).Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > 60 ? "…" : "");

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex IdRule();

    [GeneratedRegex(@"\A[0-9]{1,9}(\.[0-9]{1,9}){1,3}(-[0-9A-Za-z.-]{1,40})?\z")]
    private static partial Regex VersionRule();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}\.dll\z")]
    private static partial Regex AssemblyRule();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,20}\z")]
    private static partial Regex EntryRule();

    [GeneratedRegex(@"\A[0-9]{1,4}\.[0-9]{1,4}\z")]
    private static partial Regex ContractRule();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,39}\z")]
    private static partial Regex NameRule();

    [GeneratedRegex(@"\A[^\p{C}]{1,200}\z")]
    private static partial Regex LineRule();
}
