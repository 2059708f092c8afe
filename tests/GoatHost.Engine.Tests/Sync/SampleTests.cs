using GoatHost.Abstractions;
using GoatHost.Engine.Verification;
using GoatHost.Engine.Verification.Descriptions;
using GoatHost.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Tests.Sync;

/// <summary>The shipped model with the real readers: its manifest, its weights, its structure.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(null, "goat-tiny-kjv:Q8_0")]
    [InlineData("Q4_0", "goat-tiny-kjv:Q4_0")]
    [InlineData("F16", "goat-tiny-kjv:F16")]
    public async Task Syncs_the_shipped_model_by_its_manifest(string? quantization, string expected)
    {
        await using var rig = await OpenAsync(_data.Path);
        var model = await rig.SyncAsync("ord:sample", quantization, prefer: "fake:near");
        Assert.Equal((expected, "llama"), (model.FullName, model.Summary.Architecture));
        Assert.Contains(model.Proofs, proof => proof is { Claim: "quantization", Holds: true });
        Assert.Equal(expected, (await rig.Get<ModelVerifier>().OpenAsync(model, default)).Name);
    }

    [Fact]
    public async Task Registers_a_shipped_file_in_place_and_keeps_all_three_apart()
    {
        await using var rig = await OpenAsync(_data.Path);
        foreach (var file in Directory.GetFiles(Path.Combine(Fixtures.Offline, "goat-tiny-kjv"), "*.gguf").Order(StringComparer.Ordinal)) await rig.SyncAsync(file);
        var models = await rig.Store.ListAsync(default);
        Assert.Equal(["goat-tiny-kjv:F16", "goat-tiny-kjv:Q4_0", "goat-tiny-kjv:Q8_0"], models.Select(model => model.FullName));
        await rig.SyncAsync("ord:sample", "Q8_0");
        Assert.Equal(0, rig.Transport.Fetches);
    }

    private static async Task<SyncRig> OpenAsync(string data)
    {
        var rig = new SyncRig(data, services => services.AddSingleton<IModelInspector, GgufInspector>());
        foreach (var file in Directory.GetFiles(Path.Combine(Fixtures.Offline, "goat-tiny-kjv"))) rig.Transport.Files[Path.GetFileName(file)] = await File.ReadAllBytesAsync(file);
        var manifest = new Content("application/json", await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, "manifest.json")), []) { Metaprotocol = "goat" };
        rig.Source.Models["ord:sample"] = new DescriptionReader().Read(new Reference("ord:sample"), manifest)!;
        return rig;
    }
}
