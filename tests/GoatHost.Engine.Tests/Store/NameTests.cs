using GoatHost.Abstractions;
using GoatHost.Engine.Tests.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

/// <summary>Names that fall together where case or accents do not count.</summary>
public sealed class NameTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("Weights.gguf", "weights.gguf")]
    [InlineData("caf\u00e9.gguf", "cafe\u0301.gguf")]
    public async Task Two_quantizations_whose_files_differ_by_that_alone_are_both_kept(string one, string other)
    {
        await using var rig = new SyncRig(_data.Path);
        var (first, second) = (SyncRig.Bytes(5000, "one"), SyncRig.Bytes(6000, "two"));
        rig.Transport.Files[one] = first;
        rig.Mirror.Files[other] = second;
        Describe(rig, one, first, "Q8_0", "fake:x");
        var a = await rig.SyncAsync("ord:names");
        Describe(rig, other, second, "Q4_0", "mirror:x");
        rig.FoundQuantization = "Q4_0";
        var b = await rig.SyncAsync("ord:names");

        Assert.Equal(first, await File.ReadAllBytesAsync(a.Files[0].FullPath));
        Assert.Equal(second, await File.ReadAllBytesAsync(b.Files[0].FullPath));
        Assert.Equal(2, (await rig.Store.ListAsync(default)).Count);
    }

    /// <summary>As a folding file system answers: there is something of that name, though no record names it so.</summary>
    [Fact]
    public async Task What_lies_in_a_models_place_is_never_overwritten()
    {
        Directory.CreateDirectory(_data["models/tiny"]);
        await File.WriteAllTextAsync(_data["models/tiny/tiny-Q8_0.gguf"], "somebody's");
        await using var rig = new SyncRig(_data.Path);
        var bytes = rig.Publish("tiny", "Q8_0");

        var model = await rig.SyncAsync("ord:tiny");

        Assert.Equal(bytes, await File.ReadAllBytesAsync(model.Files[0].FullPath));
        Assert.Equal(_data[$"models/tiny@{model.Files[0].Sha256[..8]}/tiny-Q8_0.gguf"], model.Files[0].FullPath);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(_data["models/tiny/tiny-Q8_0.gguf"]));
        await rig.Store.RemoveAsync(model, default);
        Assert.Equal([_data["models/tiny"]], Directory.EnumerateFileSystemEntries(_data["models"]));
    }

    private static void Describe(SyncRig rig, string path, byte[] bytes, string quantization, string locator) =>
        rig.Source.Models["ord:names"] = new ModelDescription
        {
            Name = "names",
            Origin = new Reference("ord:names"),
            Locators = [new Locator(locator)],
            Files = [new Artifact(path, bytes.Length, SyncRig.Hash(bytes), quantization, [])],
        };
}
