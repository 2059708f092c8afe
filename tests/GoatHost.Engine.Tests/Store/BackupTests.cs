using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Tests.Sync;
using GoatHost.Engine.Verification;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

/// <summary>A backup is a copy of the data directory.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copied_data_directory_holds_every_model(bool openMeanwhile)
    {
        var rig = new SyncRig(_home["data"]);
        rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");
        if (!openMeanwhile) await rig.DisposeAsync();
        Assert.Equal(openMeanwhile, File.Exists(_home["data/goat.db-wal"]));
        Copy(_home["data"], _home["copy"]);
        if (openMeanwhile) await rig.DisposeAsync();
        Directory.Delete(_home["data"], recursive: true);

        await using var copy = new SyncRig(_home["copy"]);
        copy.Publish("tiny", "Q8_0");
        var model = Assert.Single(await copy.Store.ListAsync(default));
        Assert.Equal(_home["copy/models/tiny/tiny-Q8_0.gguf"], model.Files[0].FullPath);
        Assert.Equal(model.Files[0].Sha256, (await copy.Get<ModelVerifier>().OpenAsync(model, default)).Files[0].Sha256);
    }

    [Fact]
    public async Task A_copied_data_directory_is_synced_without_fetching()
    {
        await using (var rig = new SyncRig(_home["data"]))
        {
            rig.Publish("tiny", "Q8_0");
            await rig.SyncAsync("ord:tiny");
        }
        Copy(_home["data"], _home["copy"]);
        await using var copy = new SyncRig(_home["copy"]);
        copy.Publish("tiny", "Q8_0");
        await copy.SyncAsync("ord:tiny");
        Assert.Equal(0, copy.Transport.Fetches);
        Assert.Contains(copy.Notes, note => note.Text.Contains("hashing it again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_files_that_a_person_keeps_elsewhere_are_recorded_by_their_full_path()
    {
        await File.WriteAllBytesAsync(_home["mine-Q4_0.gguf"], SyncRig.Bytes(5000, "mine"));
        await using var rig = new SyncRig(_home["data"]);
        rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");
        await rig.SyncAsync(_home["mine-Q4_0.gguf"]);
        var locations = await rig.Get<StoreDatabase>().ReadAsync(
            connection => connection.Query("SELECT location FROM files ORDER BY in_place", row => row.GetString(0)), default);
        Assert.Equal(["models/tiny/tiny-Q8_0.gguf", _home["mine-Q4_0.gguf"]], locations);
    }

    [Fact]
    public void A_record_never_leads_out_of_the_data_directory_unseen()
    {
        var layout = new DataLayout(_home["data"]);
        Assert.False(DataLayout.IsBelow(layout.FromRecord("models/../../elsewhere.gguf"), layout.Models));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(Path.Combine(to, Path.GetRelativePath(from, file)));
            source.CopyTo(target);
        }
    }
}
