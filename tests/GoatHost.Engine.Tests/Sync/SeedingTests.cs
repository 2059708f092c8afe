using GoatHost.Abstractions;
using GoatHost.Engine.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Sync;

public sealed class SeedingTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Serves_a_stored_model_from_the_store_until_it_is_ended()
    {
        await using var rig = new SyncRig(_data["data"]);
        var bytes = rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");

        var served = await SeedAsync(rig, "tiny", null);

        var file = Assert.Single(served);
        Assert.Equal(("tiny-Q8_0.gguf", 50_000L, 0), (file.Path, file.Length, file.Missing.Count));
        Assert.Equal(bytes[40_000..], rig.Transport.Files["tiny-Q8_0.gguf"][40_000..]);
    }

    [Fact]
    public async Task Serves_of_a_folder_what_is_there_and_of_the_right_size()
    {
        await using var rig = new SyncRig(_data["data"]);
        foreach (var name in new[] { "a.gguf", "b.gguf", "c.gguf" }) rig.Transport.Files[name] = new byte[100];
        Directory.CreateDirectory(_data["files"]);
        await File.WriteAllBytesAsync(_data["files/a.gguf"], new byte[100]);
        await File.WriteAllBytesAsync(_data["files/b.gguf"], new byte[99]);
        Assert.Equal("a.gguf", Assert.Single(await SeedAsync(rig, "fake:x", _data["files"])).Path);
    }

    [Theory]
    [InlineData("nothing", null, "There is no model nothing")]
    [InlineData("ftp://x", ".", "No transport here reads ftp://x")]
    [InlineData("fake:x", ".", "has none of the files")]
    public async Task Says_why_there_is_nothing_to_serve(string what, string? folder, string sentence)
    {
        await using var rig = new SyncRig(_data["data"]);
        var failed = await Assert.ThrowsAsync<GoatException>(() => SeedAsync(rig, what, folder));
        Assert.Contains(sentence, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_nothing_that_changed_since_it_was_verified()
    {
        await using var rig = new SyncRig(_data["data"]);
        rig.Publish("tiny", "Q8_0");
        var model = await rig.SyncAsync("ord:tiny");
        await File.AppendAllTextAsync(model.Files[0].FullPath, "x");
        await Assert.ThrowsAsync<GoatException>(() => SeedAsync(rig, "tiny", null));
    }

    private static async Task<IReadOnlyList<IArtifactFile>> SeedAsync(SyncRig rig, string what, string? folder)
    {
        using var person = new CancellationTokenSource();
        var ends = new Ends(person);
        await rig.Get<Seeding>().SeedAsync(what, folder, new SeedOptions(), ends, person.Token);
        Assert.Equal("fake:here", ends.Reachable);
        return Assert.Single(rig.Transport.Seeded);
    }

    /// <summary>Ends the serving as soon as it is known how to reach it.</summary>
    private sealed class Ends(CancellationTokenSource person) : IProgress<TransferNote>
    {
        public string? Reachable { get; private set; }

        public void Report(TransferNote value)
        {
            Reachable = value.Reachable?.Text;
            person.Cancel();
        }
    }
}
