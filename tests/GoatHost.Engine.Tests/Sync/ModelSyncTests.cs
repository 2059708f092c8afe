using GoatHost.Abstractions;
using GoatHost.Engine.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Sync;

public sealed class ModelSyncTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Fetches_verifies_and_publishes_what_a_source_describes()
    {
        await using var rig = new SyncRig(_data.Path);
        var bytes = rig.Publish("tiny", "Q8_0");

        var model = await rig.SyncAsync("ord:tiny");

        Assert.Equal("tiny:Q8_0", model.FullName);
        var file = Assert.Single(model.Files);
        Assert.Equal(_data["models/tiny/tiny-Q8_0.gguf"], file.FullPath);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file.FullPath));
        Assert.Contains(model.Proofs, proof => proof is { Claim: "SHA-256 of tiny-Q8_0.gguf", Holds: true });
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data["incoming"]));
        Assert.Equal("tiny:Q8_0", (await rig.Store.FindAsync("TINY:q8_0", default))!.FullName);
    }

    [Fact]
    public async Task Tells_each_stage_once_in_order_and_bytes_never_backwards()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");

        Assert.Equal(Enum.GetValues<SyncStage>(), rig.Notes.Where(note => note.Took is not null).Select(note => note.Stage));
        foreach (var stage in rig.Notes.GroupBy(note => note.Stage))
            Assert.Equal(stage.Select(note => note.Done).Order(), stage.Select(note => note.Done));
        Assert.Equal(50_000, rig.Notes.Last(note => note.Stage == SyncStage.Fetch).Done);
        Assert.Equal("chose Q8_0 (48.8 KiB): the only one", rig.Notes.Single(note => note is { Stage: SyncStage.Plan, Took: not null }).Text);
        Assert.NotNull(rig.Notes.Single(note => note is { Stage: SyncStage.Resolve, Took: not null }).Description);
    }

    [Fact]
    public async Task Fetches_nothing_twice()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");
        await using var again = new SyncRig(_data.Path);
        again.Publish("tiny", "Q8_0");

        var model = await again.SyncAsync("ord:tiny");

        Assert.Equal("tiny:Q8_0", model.FullName);
        Assert.Equal((0, 0), (again.Transport.Lists, again.Transport.Fetches));
        Assert.Equal(5, again.Notes.Count(note => note.Took is not null));
    }

    [Fact]
    public async Task Fetches_no_bytes_that_are_there_under_another_name()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var first = await rig.SyncAsync("ord:tiny");
        rig.Source.Models["ord:copy"] = rig.Source.Models["ord:tiny"] with { Name = "copy", Origin = new Reference("ord:copy") };

        var second = await rig.SyncAsync("ord:copy");

        Assert.Equal(1, rig.Transport.Fetches);
        Assert.Equal("copy:Q8_0", second.FullName);
        Assert.Equal(first.Files[0].FullPath, second.Files[0].FullPath);
        await rig.Store.RemoveAsync(first, default);
        Assert.True(File.Exists(second.Files[0].FullPath));
        await rig.Store.RemoveAsync(second, default);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data["models"]));
    }

    [Fact]
    public async Task Goes_on_where_a_cancelled_sync_stopped()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        using var person = new CancellationTokenSource();
        rig.Transport.BeforeBlock = async (sent, _) =>
        {
            if (sent >= 20_000) await person.CancelAsync();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.SyncAsync("ord:tiny", ct: person.Token));
        Assert.Empty(await rig.Store.ListAsync(default));

        await using var next = new SyncRig(_data.Path);
        next.Publish("tiny", "Q8_0");
        await next.SyncAsync("ord:tiny");

        Assert.Equal(50_000, rig.Transport.Sent + next.Transport.Sent);
        Assert.InRange(next.Transport.Sent, 1, 30_000);
    }

    [Fact]
    public async Task Fetches_once_for_two_who_ask_at_once()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var both = await Task.WhenAll(rig.SyncAsync("ord:tiny"), rig.SyncAsync("ord:tiny"));
        Assert.Equal(both[0].FullName, both[1].FullName);
        Assert.Equal((1, 50_000), (rig.Transport.Fetches, rig.Transport.Sent));
    }

    [Fact]
    public async Task Fetches_once_for_two_processes()
    {
        await using var one = new SyncRig(_data.Path);
        await using var two = new SyncRig(_data.Path);
        one.Publish("tiny", "Q8_0");
        two.Publish("tiny", "Q8_0");
        one.Transport.BeforeBlock = (_, ct) => Task.Delay(1, ct);
        var first = one.SyncAsync("ord:tiny");
        await Task.WhenAll(first, two.SyncAsync("ord:tiny"));
        Assert.Equal(50_000, one.Transport.Sent + two.Transport.Sent);
        Assert.Single(await two.Store.ListAsync(default));
    }

    [Fact]
    public async Task Leaves_the_other_caller_alone_when_one_cancels()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        using var person = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        rig.Transport.BeforeBlock = async (sent, ct) =>
        {
            if (sent < 20_000 || begun.Task.IsCompleted) return;
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        };
        var first = rig.SyncAsync("ord:tiny", ct: person.Token);
        await begun.Task;
        var second = rig.SyncAsync("ord:tiny");
        await person.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("tiny:Q8_0", (await second).FullName);
        Assert.Equal(50_000, rig.Transport.Sent);
    }

    [Fact]
    public async Task Refuses_other_bytes_than_described_and_keeps_none_of_them()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.Transport.Files["tiny-Q8_0.gguf"][777] ^= 1;

        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync("ord:tiny"));

        Assert.Contains("SHA-256", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await rig.Store.ListAsync(default));
        Assert.Empty(Directory.EnumerateFiles(_data.Path, "*.gguf", SearchOption.AllDirectories));
        rig.Transport.Files["tiny-Q8_0.gguf"][777] ^= 1;
        Assert.Equal("tiny:Q8_0", (await rig.SyncAsync("ord:tiny")).FullName);
    }

    [Fact]
    public async Task Refuses_a_broken_structure_and_keeps_nothing()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Transport.Files["x-Q8_0.gguf"] = [.. "BAD"u8, .. SyncRig.Bytes(5000, "x")];
        await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync("fake:x"));
        Assert.Empty(Directory.EnumerateFiles(_data.Path, "*.gguf", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Refuses_weights_that_are_not_of_the_claimed_quantization()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        rig.FoundQuantization = "Q2_K";
        var refused = await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync("ord:tiny"));
        Assert.Contains("said to be Q8_0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_a_bare_locator_cannot_prove_and_asks_for_its_list_once()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Transport.Files["sub/Tiny-Q4_0.gguf"] = SyncRig.Bytes(5000, "a");
        rig.Transport.Files["README.md"] = SyncRig.Bytes(50, "b");

        var model = await rig.SyncAsync("fake:?xt=1&dn=Tiny%20One");
        await rig.SyncAsync("fake:?xt=1&dn=Tiny%20One");

        Assert.Equal("tiny-one:Q4_0", model.FullName);
        Assert.Contains(model.Proofs, proof => !proof.Holds && proof.Evidence.Contains("the publisher gave no SHA-256", StringComparison.Ordinal));
        Assert.Equal(1, rig.Transport.Lists);
        Assert.False(File.Exists(_data["models/tiny-one/README.md"]));
    }

    [Fact]
    public async Task Recognises_fetched_bytes_that_are_in_the_store_already()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");

        var model = await rig.SyncAsync("fake:?dn=tiny");

        Assert.Equal(("tiny:Q8_0", "ord:tiny"), (model.FullName, model.Origin.Text));
        Assert.Single(await rig.Store.ListAsync(default));
        await rig.SyncAsync("fake:?dn=tiny");
        Assert.Equal(2, rig.Transport.Fetches);
    }

    [Fact]
    public async Task Gives_the_second_publisher_of_a_name_another()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        await rig.SyncAsync("ord:tiny");
        var other = SyncRig.Bytes(4000, "other");
        rig.Mirror.Files["tiny-Q8_0.gguf"] = other;
        rig.Source.Models["ord:thief"] = new ModelDescription
        {
            Name = "tiny",
            Origin = new Reference("ord:thief"),
            Locators = [new Locator("mirror:x")],
            Files = [new Artifact("tiny-Q8_0.gguf", other.Length, SyncRig.Hash(other), "Q8_0", [])],
        };

        var model = await rig.SyncAsync("ord:thief");

        Assert.Equal("tiny-2:Q8_0", model.FullName);
        Assert.Equal("ord:tiny", (await rig.Store.FindAsync("tiny", default))!.Origin.Text);
    }

    [Fact]
    public async Task Fetches_content_that_is_itself_the_model_through_the_transport_of_its_origin()
    {
        await using var rig = new SyncRig(_data.Path);
        var bytes = SyncRig.Bytes(3000, "whole");
        rig.Transport.Files["whole.gguf"] = bytes;
        rig.Source.Models["ord:whole"] = new ModelDescription
        {
            Name = "whole",
            Origin = new Reference("ord:whole"),
            Files = [new Artifact("whole.gguf", bytes.Length, SyncRig.Hash(bytes), "Q4_0", [new Locator("fake:whole")])],
        };
        rig.FoundQuantization = "Q4_0";
        Assert.Equal("whole:Q4_0", (await rig.SyncAsync("ord:whole")).FullName);
    }

    [Fact]
    public async Task Refuses_a_path_that_leaves_its_folder()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Transport.Files["../../evil-Q8_0.gguf"] = SyncRig.Bytes(10, "e");
        await Assert.ThrowsAsync<RefusedException>(() => rig.SyncAsync("fake:x"));
        Assert.Equal(0, rig.Transport.Fetches);
    }
}
