using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Tests.Sync;
using GoatHost.Engine.Verification;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

/// <summary>Links that somebody put into the folders that goat writes: nothing is written, read or deleted through them.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _outside = new();

    public LinkTests()
    {
        Directory.CreateDirectory(_outside["folder"]);
        File.WriteAllText(_outside["folder/tiny-Q8_0.gguf"], "not goat's");
    }

    public void Dispose()
    {
        _data.Dispose();
        _outside.Dispose();
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_the_incoming_folder_they_are_refused(bool file)
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var folder = rig.Get<DataLayout>().IncomingFolder("tiny", "ord:tiny");
        if (file) Link(Path.Combine(folder, "tiny-Q8_0.gguf"), _outside["folder/tiny-Q8_0.gguf"]);
        else Link(folder, _outside["folder"]);
        await RefusesAsync(() => rig.SyncAsync("ord:tiny"));
        Assert.Equal(0, rig.Transport.Fetches);
    }

    [SkippableFact]
    public async Task In_the_models_folder_they_are_refused()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        File.Delete(_outside["folder/tiny-Q8_0.gguf"]);
        Link(_data["models/tiny"], _outside["folder"]);
        await RefusesAsync(() => rig.SyncAsync("ord:tiny"));
        Assert.Empty(await rig.Store.ListAsync(default));
        // What was fetched waits for the link to go.
        Directory.Delete(_data["models/tiny"]);
        await rig.SyncAsync("ord:tiny");
        Assert.Equal(1, rig.Transport.Fetches);
    }

    [SkippableFact]
    public async Task In_a_models_place_they_are_neither_read_nor_overwritten_nor_deleted_through()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        File.Move(model.Files[0].FullPath, _outside["folder/tiny-Q8_0.gguf"], overwrite: true);
        var bytes = await File.ReadAllBytesAsync(_outside["folder/tiny-Q8_0.gguf"]);
        Directory.Delete(_data["models/tiny"]);
        Link(_data["models/tiny"], _outside["folder"]);

        await RefusesAsync(() => rig.Get<ModelVerifier>().OpenAsync(model, default));
        await RefusesAsync(() => rig.Get<ModelVerifier>().VerifyAsync(model, null, default));
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.Store.RemoveAsync(model, default));
        Assert.Contains("is a link, which is not followed", failed.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_outside["folder/tiny-Q8_0.gguf"]));
    }

    [SkippableFact]
    public async Task A_published_file_that_became_a_link_is_replaced_and_what_it_points_to_stays()
    {
        await using var rig = new SyncRig(_data.Path);
        var bytes = rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        File.Delete(model.Files[0].FullPath);
        Link(model.Files[0].FullPath, _outside["folder/tiny-Q8_0.gguf"]);
        await RefusesAsync(() => rig.Get<ModelVerifier>().OpenAsync(model, default));

        var healed = await rig.SyncAsync("ord:tiny");

        Assert.Null(new FileInfo(healed.Files[0].FullPath).LinkTarget);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(healed.Files[0].FullPath));
        Assert.Equal("not goat's", await File.ReadAllTextAsync(_outside["folder/tiny-Q8_0.gguf"]));
    }

    [SkippableFact]
    public async Task The_models_folder_itself_may_be_a_link_that_a_person_made()
    {
        Link(_data["models"], _outside["folder"]);
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        Assert.True(File.Exists(_outside["folder/tiny/tiny-Q8_0.gguf"]));
        await rig.Get<ModelVerifier>().VerifyAsync(model, null, default);
        await rig.Store.RemoveAsync(model, default);
        Assert.False(Directory.Exists(_outside["folder/tiny"]));
    }

    private static void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            File.CreateSymbolicLink(path, target);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Skip.If(true, $"links cannot be made here: {e.Message}");
        }
    }

    private async Task RefusesAsync(Func<Task> work)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(work);
        Assert.Contains("is a link, which goat did not make", refused.Message, StringComparison.Ordinal);
        if (File.Exists(_outside["folder/tiny-Q8_0.gguf"])) Assert.NotEqual(0, new FileInfo(_outside["folder/tiny-Q8_0.gguf"]).Length);
    }
}
