using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Tests.Sync;
using GoatHost.Engine.Verification;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

/// <summary>Files that another program changes, cuts short, replaces or deletes while goat believes to own them.</summary>
public sealed class TamperTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    public static TheoryData<string> Ways => ["changed", "cut short", "emptied", "replaced", "deleted", "made a folder"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task While_fetching_ends_in_a_sentence_and_the_next_sync_is_fine(string way)
    {
        await using (var rig = new SyncRig(_data.Path))
        {
            rig.Publish("tiny", "Q8_0");
            var path = Incoming(rig);
            rig.Transport.BeforeBlock = async (sent, ct) =>
            {
                await Task.Delay(1, ct);
                if (sent == 25_000) Tamper(path, way);
            };
            await Assert.ThrowsAnyAsync<GoatException>(() => rig.SyncAsync("ord:tiny"));
            Assert.Empty(await rig.Store.ListAsync(default));
        }
        await IsFineAsync(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Between_two_syncs_is_noticed(string way)
    {
        await using (var rig = new SyncRig(_data.Path))
        {
            rig.Publish("tiny", "Q8_0");
            using var person = new CancellationTokenSource();
            rig.Transport.BeforeBlock = async (sent, _) =>
            {
                if (sent >= 25_000) await person.CancelAsync();
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.SyncAsync("ord:tiny", ct: person.Token));
            Tamper(Incoming(rig), way);
        }
        await IsFineAsync(way);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task After_publishing_is_never_opened_and_healed_by_the_next_sync(string way)
    {
        await using (var rig = new SyncRig(_data.Path))
        {
            rig.Publish("tiny", "Q8_0");
            var model = await rig.SyncAsync("ord:tiny");
            Tamper(model.Files[0].FullPath, way);
            await Assert.ThrowsAnyAsync<GoatException>(() => rig.Get<ModelVerifier>().OpenAsync(model, default));
            await Assert.ThrowsAnyAsync<GoatException>(() => rig.Get<ModelVerifier>().VerifyAsync(model, null, default));
        }
        await IsFineAsync(way);
    }

    [Fact]
    public async Task Between_fetching_and_checking_is_noticed()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Transport.Files["bare-Q8_0.gguf"] = SyncRig.Bytes(50_000, "bare");
        rig.Heard = note =>
        {
            // Nobody gave a digest for these bytes.
            if (note is { Stage: Engine.Sync.SyncStage.Verify, Took: null, Done: 0 })
                Tamper(Directory.EnumerateFiles(_data["incoming"], "*.gguf", SearchOption.AllDirectories).Single(), "cut short");
        };
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("fake:?dn=bare"));
        Assert.Contains("was cut short or grew", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_digest_a_model_counts_as_here_only_while_its_bytes_are_the_ones_that_were_hashed()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Transport.Files["bare-Q8_0.gguf"] = SyncRig.Bytes(50_000, "bare");
        var model = await rig.SyncAsync("fake:?dn=bare");
        await rig.SyncAsync("fake:?dn=bare");
        Assert.Equal(1, rig.Transport.Fetches);

        // Touched alone: hashed again, and known by what it hashed to.
        File.SetLastWriteTimeUtc(model.Files[0].FullPath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await rig.SyncAsync("fake:?dn=bare");
        Assert.Equal(1, rig.Transport.Fetches);

        Tamper(model.Files[0].FullPath, "changed");
        var again = await rig.SyncAsync("fake:?dn=bare");
        Assert.Equal(2, rig.Transport.Fetches);
        Assert.Equal(model.Files[0].Sha256, SyncRig.Hash(await File.ReadAllBytesAsync(again.Files[0].FullPath)));
    }

    private static string Incoming(SyncRig rig) => Path.Combine(rig.Get<DataLayout>().IncomingFolder("tiny", "ord:tiny"), "tiny-Q8_0.gguf");

    /// <summary>Another program does not ask whether the file is in use.</summary>
    private static void Tamper(string path, string way)
    {
        switch (way)
        {
            case "changed":
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                {
                    file.Position = 40_000;
                    file.Write("something else"u8);
                }
                break;
            case "cut short":
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(30_000);
                break;
            case "emptied":
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(0);
                break;
            case "replaced":
                File.WriteAllBytes(path + ".new", new byte[50_000]);
                File.Move(path + ".new", path, overwrite: true);
                break;
            case "deleted":
                File.Delete(path);
                break;
            default:
                File.Delete(path);
                Directory.CreateDirectory(Path.Combine(path, "x"));
                break;
        }
    }

    /// <summary>A folder in the file's place is for a person to take away: goat says so. Everything else heals.</summary>
    private async Task IsFineAsync(string way)
    {
        await using var rig = new SyncRig(_data.Path);
        var bytes = rig.Publish("tiny", "Q8_0");
        if (way == "made a folder" && Directory.EnumerateDirectories(_data["incoming"], "x", SearchOption.AllDirectories).FirstOrDefault() is { } folder)
        {
            await Assert.ThrowsAnyAsync<GoatException>(() => rig.SyncAsync("ord:tiny"));
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
        var model = await rig.SyncAsync("ord:tiny");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(model.Files[0].FullPath));
        await rig.Get<ModelVerifier>().VerifyAsync(model, null, default);
    }
}
