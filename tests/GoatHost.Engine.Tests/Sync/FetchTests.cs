using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Recovery;
using GoatHost.Engine.Sync.Fetching;
using GoatHost.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Tests.Sync;

public sealed class FetchTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Goes_to_the_next_place_with_what_is_missing_when_one_fails()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var model = rig.Source.Models["ord:tiny"];
        rig.Source.Models["ord:tiny"] = model with { Locators = [new Locator("ftp://nobody"), new Locator("fake:one"), new Locator("mirror:two")] };
        rig.Mirror.Files["tiny-Q8_0.gguf"] = rig.Transport.Files["tiny-Q8_0.gguf"];
        rig.Transport.BeforeBlock = (sent, _) => sent < 20_000 ? Task.CompletedTask : throw new GoatException("The peer is gone.");

        var stored = await rig.SyncAsync("ord:tiny");

        Assert.Equal(30_000, rig.Mirror.Sent);
        Assert.Contains(rig.Notes, note => note.Text == "The peer is gone.");
        Assert.Equal(["fake:one", "mirror:two", "ftp://nobody"], stored.Locators.Select(locator => locator.Text));
    }

    [Fact]
    public async Task Goes_to_the_next_place_when_nothing_comes()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Source.Models["ord:tiny"] = rig.Source.Models["ord:tiny"] with { Locators = [new Locator("fake:one"), new Locator("mirror:two")] };
        rig.Mirror.Files["tiny-Q8_0.gguf"] = rig.Transport.Files["tiny-Q8_0.gguf"];
        rig.Transport.BeforeBlock = (_, ct) => Task.Delay(Timeout.Infinite, ct);
        await rig.SyncAsync("ord:tiny");
        Assert.Equal(50_000, rig.Mirror.Sent);
    }

    [Fact]
    public async Task Tries_the_preferred_place_first()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Mirror.Files["tiny-Q8_0.gguf"] = rig.Transport.Files["tiny-Q8_0.gguf"];
        var stored = await rig.SyncAsync("ord:tiny", prefer: "mirror:near");
        Assert.Equal("fake:one", Assert.Single(stored.Locators).Text);
        Assert.Equal((0, 1), (rig.Transport.Fetches, rig.Mirror.Fetches));
    }

    [Fact]
    public async Task Says_what_was_tried_when_no_place_has_it()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Transport.Files.Clear();
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:tiny"));
        Assert.Contains("fake:one has no tiny-Q8_0.gguf", failed.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be fetched now (0 B of 48.8 KiB", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_takes_a_file_of_this_machine_because_a_description_names_it()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Torrent.Files["tiny-Q8_0.gguf"] = rig.Transport.Files["tiny-Q8_0.gguf"];
        rig.Source.Models["ord:tiny"] = rig.Source.Models["ord:tiny"] with { Locators = [new Locator("/home/x.torrent"), new Locator("file:///home/x.torrent")] };
        await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:tiny"));
        Assert.Equal(0, rig.Torrent.Fetches);
    }

    [Fact]
    public async Task Says_how_much_room_it_needs_before_it_begins()
    {
        await using var rig = new SyncRig(_data.Path, services => services.AddSingleton<DiskSpace>(new SmallDisk()));
        rig.Publish("tiny", "Q8_0");
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:tiny"));
        Assert.Contains("needs 48.8 KiB", failed.Message, StringComparison.Ordinal);
        Assert.Contains("1.0 MiB free", failed.Message, StringComparison.Ordinal);
        Assert.Equal(0, rig.Transport.Fetches);
    }

    [Fact]
    public async Task Takes_up_a_publishing_that_was_cut_off_after_the_move()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        using var person = new CancellationTokenSource();
        var layout = rig.Get<DataLayout>();
        rig.Transport.BeforeBlock = async (sent, _) =>
        {
            if (sent >= 49_000) await person.CancelAsync();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.SyncAsync("ord:tiny", ct: person.Token));
        // As a crash leaves it: the file in its place, no record of a model, the transfer and the move still remembered.
        Directory.CreateDirectory(_data["models/tiny"]);
        var (source, target) = (Path.Combine(layout.IncomingFolder("tiny", "ord:tiny"), "tiny-Q8_0.gguf"), _data["models/tiny/tiny-Q8_0.gguf"]);
        await rig.Get<StoreDatabase>().WriteAsync(connection => MoveTable.Put(connection, layout, new Move(source, target)), default);
        File.Move(source, target);

        await using var next = new SyncRig(_data.Path);
        next.Publish("tiny", "Q8_0");
        await next.SyncAsync("ord:tiny");
        Assert.InRange(next.Transport.Sent, 1, 1000);
    }

    [Fact]
    public async Task Is_a_refusal_when_every_place_that_was_asked_refused()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Source.Models["ord:tiny"] = rig.Source.Models["ord:tiny"] with { Locators = [new Locator("ftp://nobody"), new Locator("fake:one"), new Locator("mirror:two")] };
        rig.Transport.BeforeBlock = (_, _) => throw new RefusedException("The info-hash is another.");
        rig.Mirror.Files["tiny-Q8_0.gguf"] = rig.Transport.Files["tiny-Q8_0.gguf"];
        rig.Mirror.BeforeBlock = rig.Transport.BeforeBlock;
        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync("ord:tiny"));
        Assert.Contains("The info-hash is another", refused.Message, StringComparison.Ordinal);

        rig.Mirror.BeforeBlock = (_, _) => throw new GoatException("The peer is gone.");
        Assert.IsNotType<RefusedException>(await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:tiny")));
    }

    [Fact]
    public async Task Asks_no_other_place_when_this_disk_takes_no_more()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Source.Models["ord:tiny"] = rig.Source.Models["ord:tiny"] with { Locators = [new Locator("fake:one"), new Locator("mirror:two")] };
        rig.Mirror.Files["tiny-Q8_0.gguf"] = rig.Transport.Files["tiny-Q8_0.gguf"];
        var path = Path.Combine(rig.Get<DataLayout>().IncomingFolder("tiny", "ord:tiny"), "tiny-Q8_0.gguf");
        rig.Transport.BeforeBlock = async (sent, ct) =>
        {
            if (sent == 20_000) File.Delete(path);
            if (sent >= 20_000) await Task.Delay(5, ct);
        };
        var failed = await Assert.ThrowsAsync<GoatException>(() => rig.SyncAsync("ord:tiny"));
        Assert.Contains("was deleted, replaced or cut short by another program", failed.Message, StringComparison.Ordinal);
        Assert.Equal(0, rig.Mirror.Fetches);
    }

    private sealed class SmallDisk : DiskSpace
    {
        protected override long Free(string folder) => 1 << 20;
    }
}
