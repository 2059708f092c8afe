using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Manifests;
using GoatHost.TestKit;
using Xunit.Abstractions;

namespace GoatHost.PluginContract.Tests;

/// <summary>Tests that weigh the process, so that no other test runs beside them.</summary>
[CollectionDefinition(nameof(WeighingCollection), DisableParallelization = true)]
public sealed class WeighingCollection;

/// <summary>Every plugin that lives in the host, taken out and in again many times while it is used: nothing of it stays.</summary>
[Collection(nameof(WeighingCollection))]
public sealed class ReloadRounds(ITestOutputHelper output)
{
    private const int WarmUp = 5;
    private const long HeapSlack = 512 * 1024;

    /// <summary>The heap is exact; a process breathes, measured by up to 10 MiB, the same over 200 rounds and over 800.</summary>
    private const long ProcessSlack = 48 * 1024 * 1024;

    private static readonly string[] Texts = ["ord:" + new string('f', 64) + "i0", "magnet:?xt=urn:btih:" + new string('a', 40), "http://127.0.0.1:9/m.json", "feed:x#a", "x.torrent", "m"];

    public static TheoryData<string> Managed => new(Directory.GetDirectories(StagedPlugin.Folder("")).Order()
        .Where(folder => !PluginManifest.Parse(folder, File.ReadAllBytes(Path.Combine(folder, PluginManifest.FileName))).OwnProcess)
        .Select(folder => Path.GetFileName(folder)));

    [Theory, MemberData(nameof(Managed))]
    public async Task Memory_is_flat_over_many_rounds(string id)
    {
        using var data = new TempFolder();
        await File.WriteAllTextAsync(data["default.json"], $$"""{ "plugins": [ { "id": "{{id}}" } ] }""");
        await using var host = new PluginHost(StagedPlugin.Options(data.Path), StagedPlugin.Lendings, new GuardDeadlines(), StagedPlugin.Launcher(data.Path));
        await host.StartAsync(CancellationToken.None);
        await RoundsAsync(host, id, WarmUp);
        var (heap, process) = (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);

        var rounds = Rounds.Of(20, 200);
        await RoundsAsync(host, id, rounds);

        var grown = GC.GetTotalMemory(forceFullCollection: true) - heap;
        var breathed = Environment.WorkingSet - process;
        output.WriteLine($"{id}: {rounds} rounds, heap {grown:+#;-#;0} bytes, process {breathed:+#;-#;0} bytes");
        Assert.InRange(grown, long.MinValue, HeapSlack);
        Assert.InRange(breathed, long.MinValue, ProcessSlack);
    }

    private static async Task RoundsAsync(PluginHost host, string id, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await UseAsync(host);
            var reload = await host.ReloadAsync(id, CancellationToken.None);
            Assert.True(reload.Freed, $"round {round}: {reload.LikelyCause}");
            Assert.True(reload.Now.State is PluginState.Ready, reload.Now.Problem);
        }
    }

    private static async Task UseAsync(PluginHost host)
    {
        foreach (var text in Texts)
        {
            foreach (var source in host.Sources) source.CanResolve(new Reference(text));
            foreach (var transport in host.Transports) transport.CanFetch(new Locator(text));
        }
        foreach (var source in host.Sources) await source.CheckAsync(CancellationToken.None);
        foreach (var transport in host.Transports) await transport.CheckAsync(CancellationToken.None);
        var model = new VerifiedModel("m", "gguf", [new VerifiedFile("m.gguf", "/nowhere/m.gguf", 1, new string('0', 64))], new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0" });
        foreach (var runtime in host.Runtimes)
        {
            await using var session = await runtime.OpenAsync(model, new SessionOptions(), null, CancellationToken.None);
            await session.GenerateAsync(new GenerationRequest { Prompt = "three words here" }, CancellationToken.None).CountAsync();
        }
    }
}
