using GoatHost.Abstractions;
using GoatHost.Engine.Store.Catalog;
using GoatHost.Engine.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Sync;

public sealed class ReferencesTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Takes_an_existing_file_before_all_else_and_registers_it_in_place()
    {
        await using var rig = new SyncRig(_data["data"]);
        var path = _data["My Model-Q4_0.gguf"];
        await File.WriteAllBytesAsync(path, SyncRig.Bytes(3000, "mine"));

        var model = await rig.SyncAsync(path);

        Assert.Equal("my-model:Q4_0", model.FullName);
        Assert.Equal((path, true), (model.Files[0].FullPath, model.Files[0].InPlace));
        Assert.Contains(model.Proofs, proof => !proof.Holds && proof.Claim == "publisher");
        await rig.SyncAsync(path);
        Assert.Single(await rig.Store.ListAsync(default));
        await rig.Store.RemoveAsync(model, default);
        Assert.True(File.Exists(path));
        Assert.Empty(await rig.Store.ListAsync(default));
    }

    [Fact]
    public async Task Registers_a_file_that_changed_anew()
    {
        await using var rig = new SyncRig(_data["data"]);
        var path = _data["m-Q4_0.gguf"];
        await File.WriteAllBytesAsync(path, SyncRig.Bytes(3000, "one"));
        await rig.SyncAsync(path);
        var other = SyncRig.Bytes(3100, "two");
        await File.WriteAllBytesAsync(path, other);

        var model = await rig.SyncAsync(path);

        Assert.Equal(("m:Q4_0", SyncRig.Hash(other)), (model.FullName, model.Files[0].Sha256));
        Assert.Single(await rig.Store.ListAsync(default));
    }

    [Fact]
    public async Task Knows_a_gguf_file_by_its_bytes_when_its_name_does_not_tell()
    {
        await using var rig = new SyncRig(_data["data"]);
        await File.WriteAllBytesAsync(_data["sha256-abc"], [.. "GGUF"u8, .. SyncRig.Bytes(100, "x")]);
        Assert.Equal("sha256-abc:Q8_0", (await rig.SyncAsync(_data["sha256-abc"])).FullName);
    }

    [Fact]
    public async Task Asks_for_all_parts_of_a_split_file()
    {
        await using var rig = new SyncRig(_data["data"]);
        await File.WriteAllBytesAsync(_data["m-Q8_0-00002-of-00002.gguf"], new byte[10]);
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync(_data["m-Q8_0-00002-of-00002.gguf"]));
        Assert.Contains("m-Q8_0-00001-of-00002.gguf is not beside it", failed.Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_data["m-Q8_0-00001-of-00002.gguf"], new byte[10]);
        Assert.Equal(2, (await rig.SyncAsync(_data["m-Q8_0-00002-of-00002.gguf"])).Files.Count);
    }

    [Fact]
    public async Task Hands_a_torrent_file_to_the_transport_that_reads_it()
    {
        await using var rig = new SyncRig(_data["data"]);
        await File.WriteAllTextAsync(_data["Some Model.torrent"], "d4:infoe");
        rig.Torrent.Files["x-Q8_0.gguf"] = SyncRig.Bytes(2000, "t");
        var model = await rig.SyncAsync(_data["Some Model.torrent"]);
        Assert.Equal(("some-model:Q8_0", _data["Some Model.torrent"]), (model.FullName, model.Locators[0].Text));
    }

    [Theory]
    [InlineData("model.pt", "pickle")]
    [InlineData("model.safetensors", "convert it to GGUF")]
    [InlineData("install.sh", "script")]
    [InlineData("notes.txt", "neither a GGUF file nor anything a transport here reads")]
    public async Task Refuses_files_that_are_never_loaded(string name, string reason)
    {
        await using var rig = new SyncRig(_data["data"]);
        await File.WriteAllTextAsync(_data[name], "hello");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync(_data[name]));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_what_may_be_typed_when_nothing_knows_a_reference()
    {
        await using var rig = new SyncRig(_data["data"]);
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("no-such-model"));
        Assert.Contains("a magnet link", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_a_source_that_fails_for_the_next_and_tells_the_failure_when_all_do()
    {
        await using var rig = new SyncRig(_data["data"]);
        rig.Ord.Add(new FakeSource());
        var other = new SyncRig(_data["other"]);
        other.Publish("tiny", "Q8_0");
        rig.Ord[1].Models["ord:tiny"] = other.Source.Models["ord:tiny"];
        await other.DisposeAsync();
        Assert.Equal("tiny", (await rig.Get<References>().ResolveAsync(new Reference("ord:tiny"), default)).Name);
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.Get<References>().ReadAsync(new Reference("ord:x"), default));
        Assert.Equal("There is no ord:x.", failed.Message);
    }

    [Fact]
    public async Task Finds_a_name_in_the_catalog_with_the_quantization_after_it()
    {
        await using var rig = new SyncRig(_data["data"]);
        rig.Publish("tiny", "Q8_0", "Q4_0");
        rig.Source.Steps.Add(new ModelFound(rig.Source.Models["ord:tiny"]));
        await foreach (var _ in rig.Get<ModelDiscovery>().RunAsync(default)) { }

        Assert.Equal("tiny:Q4_0", (await rig.SyncAsync("Tiny:q4_0")).FullName);
        Assert.Equal("tiny:Q8_0", (await rig.SyncAsync("tiny:latest")).FullName);
    }

    [Fact]
    public async Task Asks_which_publisher_is_meant_when_two_use_a_name()
    {
        await using var rig = new SyncRig(_data["data"]);
        rig.Publish("tiny", "Q8_0", "Q4_0");
        rig.Source.Steps.Add(new ModelFound(rig.Source.Models["ord:tiny"]));
        rig.Source.Steps.Add(new ModelFound(rig.Source.Models["ord:tiny"] with { Origin = new Reference("ord:thief") }));
        await foreach (var _ in rig.Get<ModelDiscovery>().RunAsync(default)) { }
        Assert.Equal(2, (await rig.Get<DiscoveredModels>().FindAsync("tiny", default)).Count);

        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("tiny"));
        Assert.Contains("ord:thief or ord:tiny", failed.Message, StringComparison.Ordinal);
        await rig.SyncAsync("ord:tiny");
        Assert.Equal("ord:tiny", (await rig.SyncAsync("tiny")).Origin.Text);
        Assert.Equal("ord:tiny", (await rig.SyncAsync("tiny:Q4_0")).Origin.Text);
    }
}
