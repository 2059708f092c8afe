using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Tests.Sync;
using GoatHost.Engine.Verification;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

public sealed class ModelVerifierTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Hashes_again_and_tells_how_far_it_is()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        var hashed = new Last();
        var verified = await rig.Get<ModelVerifier>().VerifyAsync(model, hashed, default);
        Assert.Equal(("tiny:Q8_0", "gguf", 50_000L), (verified.Name, verified.Format, hashed.Value));
        Assert.Equal(model.Files[0].Sha256, verified.Files[0].Sha256);
    }

    [Fact]
    public async Task Trusts_a_file_that_is_as_it_was_and_hashes_one_that_was_touched()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        await rig.Get<ModelVerifier>().OpenAsync(model, default);
        File.SetLastWriteTimeUtc(model.Files[0].FullPath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.False(ModelStore.IsUnchanged(model.Files[0]));

        await rig.Get<ModelVerifier>().OpenAsync(model, default);

        var again = await rig.Store.FindAsync("tiny", default);
        Assert.True(ModelStore.IsUnchanged(again!.Files[0]));
    }

    [Fact]
    public async Task Refuses_a_file_whose_bytes_changed()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        var bytes = await File.ReadAllBytesAsync(model.Files[0].FullPath);
        bytes[9] ^= 1;
        await File.WriteAllBytesAsync(model.Files[0].FullPath, bytes);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.Get<ModelVerifier>().OpenAsync(model, default));
        Assert.Contains("has changed", refused.Message, StringComparison.Ordinal);
        Assert.Contains("goat rm tiny:Q8_0", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RefusedException>(() => rig.Get<ModelVerifier>().VerifyAsync(model, null, default));
    }

    [Fact]
    public async Task Says_that_a_file_is_gone()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        File.Delete(model.Files[0].FullPath);
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.Get<ModelVerifier>().OpenAsync(model, default));
        Assert.Contains("is gone", failed.Message, StringComparison.Ordinal);
        Assert.Equal("tiny:Q8_0", (await rig.SyncAsync("ord:tiny")).FullName);
        Assert.Equal(2, rig.Transport.Fetches);
    }

    private sealed class Last : IProgress<long>
    {
        public long Value { get; private set; }

        public void Report(long value) => Value = value;
    }
}
