using System.Text;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Manifests;
using GoatHost.TestKit;

namespace GoatHost.PluginContract.Tests;

/// <summary>What every plugin keeps to, shipped ones and samples alike, loaded as a host loads them.</summary>
public sealed class EveryPlugin
{
    /// <summary>Longer than the second that the contract gives, for a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Ids => StagedPlugin.Ids;

    /// <summary>Texts that nobody should choke on, and some that are nearly right.</summary>
    private static readonly string[] OddTexts =
    [
        "", " ", "\0", ":", "::", "#", "//", "a:", ":a", "\uD800", "\u202E", "é🐐", "%", "%zz", "..", "../../etc/passwd", "/", "C:\\m.gguf", "C:", "\\\\host\\share",
        "magnet:", "magnet:?", "magnet:?xt=", "magnet:?xt=urn:btih:zz", "magnet:?xt=urn:btih:" + new string('0', 41), "magnet:?&&&===%%", "MAGNET:?xt=urn:btih:" + new string('a', 40),
        "http:", "http://", "http://[", "https://exa mple/", "http://a:99999/", "HTTP://x", "ftp://x/", "file:///etc/passwd",
        "ord:", "ord:" + new string('f', 64) + "i", new string('f', 64) + "i99999999999999999999", new string('0', 64), new string('g', 64), "ord:i0",
        "feed:", "feed:#", "feed:x#", "feed:\0#a", "ipfs://", "ipfs://Qm", "name:q4_k_m", "x.torrent", ".torrent", ".gguf",
        new string('a', 100_000), new string(':', 10_000), "ord:" + new string('0', 100_000), "magnet:?xt=urn:btih:" + new string('1', 100_000),
    ];

    [Theory, MemberData(nameof(Ids))]
    public async Task Has_a_manifest_that_holds_with_its_folders_name(string id)
    {
        var manifest = await PluginManifest.ReadAsync(StagedPlugin.Folder(id), CancellationToken.None);

        Assert.Equal(id, manifest.Id);
        Assert.False(File.Exists(Path.Combine(StagedPlugin.Folder(id), "GoatHost.Abstractions.dll")));
    }

    /// <summary>Manifest, contract, load, container, what it provides, and that it lets go. Its health may be anything, but is told.</summary>
    [Theory, MemberData(nameof(Ids))]
    public async Task Passes_the_check_that_a_person_can_run(string id)
    {
        using var data = new TempFolder();

        var lines = await StagedPlugin.Check(data.Path).RunAsync(StagedPlugin.Folder(id), CancellationToken.None);

        Assert.All(lines.Where(line => !line.What.StartsWith("health of ", StringComparison.Ordinal)), line => Assert.True(line.Ok, $"{line.What}: {line.Detail}"));
        Assert.Equal("unload", lines[^1].What);
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Looks_at_any_text_without_throwing(string id)
    {
        await using var plugin = await StagedPlugin.LoadAsync(id);
        foreach (var text in OddTexts.Append(null!))
        {
            foreach (var source in plugin.Sources) source.CanResolve(new Reference(text));
            foreach (var transport in plugin.Transports) transport.CanFetch(new Locator(text));
            foreach (var runtime in plugin.Runtimes) runtime.CanRun(Model(text ?? "", text ?? ""));
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Answers_a_check_and_names_itself(string id)
    {
        await using var plugin = await StagedPlugin.LoadAsync(id);
        foreach (var capability in plugin.All)
        {
            Assert.Matches(@"\A[a-z0-9][a-z0-9._-]{0,39}\z", capability.Name);
            var health = await capability.CheckAsync(CancellationToken.None).AsTask().WaitAsync(Patience);
            Assert.True(health.Status == HealthStatus.Healthy || health.Detail is { Length: > 0 }, $"{capability.Name} is {health.Status} and does not say why");
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Does_nothing_once_cancelled(string id)
    {
        await using var plugin = await StagedPlugin.LoadAsync(id);
        var cancelled = new CancellationToken(canceled: true);
        foreach (var source in plugin.Sources)
        {
            foreach (var reference in OddTexts.Select(text => new Reference(text)).Where(source.CanResolve))
            {
                await StopsAsync(() => source.ResolveAsync(reference, cancelled));
                await StopsAsync(() => source.ReadAsync(reference, cancelled));
            }
            await EndsAsync(async () => await source.DiscoverAsync(null, cancelled).CountAsync(CancellationToken.None));
        }
        foreach (var transport in plugin.Transports)
        {
            foreach (var locator in OddTexts.Select(text => new Locator(text)).Where(transport.CanFetch))
            {
                await StopsAsync(() => transport.ListAsync(locator, cancelled));
                await StopsAsync(() => transport.FetchAsync(locator, [new MemoryFile("a", 1)], null, cancelled));
            }
        }
        foreach (var runtime in plugin.Runtimes) await StopsAsync(() => runtime.OpenAsync(Model("m", "gguf"), new SessionOptions(), null, cancelled));
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Leaves_its_own_folder_and_the_working_directory_as_they_were(string id)
    {
        var before = (Listing(StagedPlugin.Folder(id)), Listing(Environment.CurrentDirectory));

        await using (var plugin = await StagedPlugin.LoadAsync(id))
        {
            foreach (var capability in plugin.All) await capability.CheckAsync(CancellationToken.None);
        }

        Assert.Equal(before, (Listing(StagedPlugin.Folder(id)), Listing(Environment.CurrentDirectory)));
    }

    /// <summary>It may say what is wrong with the text, or that it was cancelled; it may not bring a result, nor fail in some other way.</summary>
    private static async Task StopsAsync(Func<Task> call) => Assert.False(await EndsAsync(call), "it did its work although it was cancelled");

    /// <summary>True when it ended as if nothing were the matter.</summary>
    private static async Task<bool> EndsAsync(Func<Task> call)
    {
        try
        {
            await Task.Run(call).WaitAsync(Patience);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or GoatException)
        {
            return false;
        }
    }

    private static string Listing(string folder) => Directory.EnumerateFiles(folder)
        .Select(path => new FileInfo(path)).OrderBy(file => file.Name, StringComparer.Ordinal)
        .Aggregate(new StringBuilder(), (all, file) => all.Append(file.Name).Append(' ').Append(file.Length).AppendLine()).ToString();

    private static VerifiedModel Model(string name, string format) => new(
        name, format, [new VerifiedFile("m.gguf", Path.Combine(Path.GetTempPath(), "no-such-model.gguf"), 1, new string('0', 64))],
        new ModelSummary { Architecture = name, Parameters = 0, Quantization = "?" });
}
