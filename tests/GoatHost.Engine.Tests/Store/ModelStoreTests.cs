using GoatHost.Abstractions;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Tests.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

public sealed class ModelStoreTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("tiny", "tiny:Q4_0")]
    [InlineData("TINY:latest", "tiny:Q4_0")]
    [InlineData("tiny:", "tiny:Q4_0")]
    [InlineData("Tiny:q8_0", "tiny:Q8_0")]
    [InlineData("tiny:F16", null)]
    [InlineData("small", null)]
    public async Task Finds_by_name_and_quantization_whatever_the_case_and_the_last_one_without(string asked, string? expected)
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0", "Q4_0");
        await rig.SyncAsync("ord:tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny", "Q4_0");
        Assert.Equal(expected, (await rig.Store.FindAsync(asked, default))?.FullName);
    }

    [Fact]
    public async Task Keeps_everything_that_is_known_of_a_model()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Source.Models["ord:tiny"] = rig.Source.Models["ord:tiny"] with { Title = "A title", License = "CC0-1.0" };
        var model = await rig.SyncAsync("ord:tiny");

        await using var later = new SyncRig(_data.Path);
        var found = (await later.Store.FindAsync("tiny", default))!;

        Assert.Equal(("A title", "CC0-1.0", "llama"), (found.Title, found.License, found.Summary.Architecture));
        Assert.Equal(model.Proofs, found.Proofs);
        Assert.Equal(model.Locators, found.Locators);
        Assert.Equal(model.Files, found.Files);
        Assert.Equal(model.AddedAt, found.AddedAt);
    }

    [Fact]
    public async Task Finds_its_files_after_the_data_directory_was_moved()
    {
        await using (var rig = new SyncRig(_data["here"]))
        {
            rig.Publish("tiny", "Q8_0");
            await rig.SyncAsync("ord:tiny");
        }
        Directory.Move(_data["here"], _data["there"]);
        await using var moved = new SyncRig(_data["there"]);
        var file = (await moved.Store.FindAsync("tiny", default))!.Files[0];
        Assert.Equal(_data["there/models/tiny/tiny-Q8_0.gguf"], file.FullPath);
        Assert.True(Engine.Store.ModelStore.IsUnchanged(file));
    }

    [Fact]
    public async Task Never_overwrites_a_file_that_another_model_shares()
    {
        await using var rig = new SyncRig(_data.Path);
        var bytes = rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");
        rig.Source.Models["ord:copy"] = rig.Source.Models["ord:tiny"] with { Name = "copy", Origin = new Reference("ord:copy") };
        await rig.SyncAsync("ord:copy");
        var changed = SyncRig.Bytes(40_000, "second edition");
        rig.Transport.Files["tiny-Q8_0.gguf"] = changed;
        rig.Source.Models["ord:tiny"] = rig.Source.Models["ord:tiny"] with { Files = [new Artifact("tiny-Q8_0.gguf", 40_000, SyncRig.Hash(changed), "Q8_0", [])] };

        var second = await rig.SyncAsync("ord:tiny");

        Assert.Equal(changed, await File.ReadAllBytesAsync(second.Files[0].FullPath));
        Assert.Equal(bytes, await File.ReadAllBytesAsync((await rig.Store.FindAsync("copy", default))!.Files[0].FullPath));
    }

    [Fact]
    public async Task Says_that_shared_bytes_were_removed_while_another_model_was_to_be_made_of_them()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        rig.Source.Models["ord:copy"] = rig.Source.Models["ord:tiny"] with { Name = "copy", Origin = new Reference("ord:copy") };
        rig.Heard = note =>
        {
            // As another process's goat rm does it, once the plan relies on the file.
            if (note is { Stage: SyncStage.Publish, Took: null }) File.Delete(model.Files[0].FullPath);
        };
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:copy"));
        Assert.Contains("was deleted while it was being published: run the same command again", failed.Message, StringComparison.Ordinal);
        rig.Heard = _ => { };
        Assert.Equal("copy:Q8_0", (await rig.SyncAsync("ord:copy")).FullName);
    }

    [Fact]
    public async Task Says_that_there_is_nothing_to_remove()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        await rig.Store.RemoveAsync(model, default);
        Assert.False(Directory.Exists(_data["models/tiny"]));
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.Store.RemoveAsync(model, default));
        Assert.Equal("There is no tiny:Q8_0 to remove: see goat list.", failed.Message);
    }
}
