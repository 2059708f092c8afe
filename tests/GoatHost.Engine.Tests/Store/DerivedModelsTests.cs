using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Tests.Sync;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Store;

public sealed class DerivedModelsTests : IDisposable
{
    private readonly TempFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Keeps_what_is_changed_and_shares_the_files()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var tiny = await rig.SyncAsync("ord:tiny");
        var changes = new ModelChanges
        {
            System = "You are a pirate.",
            Messages = [new ChatMessage("user", "Who are you?"), new ChatMessage("assistant", "Arr.")],
            Defaults = new ModelDefaults { Session = new SessionOptions { ContextTokens = 512 }, Sampling = new SamplingOptions { Temperature = 0.5f }, Stop = ["Arr"], MaxTokens = 9 },
        };
        await MakeAsync(rig, "pirate", tiny, changes);

        await using var later = new SyncRig(_data.Path);
        var pirate = (await later.Store.FindAsync("PIRATE", default))!;

        Assert.Equal(("pirate:latest", "tiny:Q8_0", "tiny:Q8_0"), (pirate.FullName, pirate.Derivation!.From, pirate.ToPublished().FullName));
        Assert.Equal(tiny.Files, pirate.Files);
        var kept = pirate.Derivation.Changes;
        Assert.Equal(("You are a pirate.", 512, 0.5f, 9), (kept.System, kept.Defaults.Session.ContextTokens, kept.Defaults.Sampling.Temperature, kept.Defaults.MaxTokens));
        Assert.Equal(["Arr"], kept.Defaults.Stop);
        Assert.Equal(["Who are you?", "Arr."], kept.Messages.Select(message => message.Content));
        Assert.Equal(64, pirate.Digest.Length);
        Assert.NotEqual(tiny.Digest, pirate.Digest);
    }

    [Fact]
    public async Task A_copy_outlives_what_it_was_copied_from()
    {
        await using var rig = new SyncRig(_data.Path);
        var bytes = rig.Publish("tiny", "Q8_0");
        var tiny = await rig.SyncAsync("ord:tiny");
        var copy = await MakeAsync(rig, "me/renamed:v1", tiny, new ModelChanges());
        Assert.Equal(tiny.Digest, copy.Digest);

        await rig.Store.RemoveAsync(tiny, default);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(copy.Files[0].FullPath));
        Assert.Equal("me/renamed:v1", (await rig.Store.FindAsync("registry.ollama.ai/me/renamed:V1", default))!.FullName);
        Assert.Equal("tiny:Q8_0", (await rig.SyncAsync("ord:tiny")).FullName);

        await rig.Store.RemoveAsync(copy, default);
        await rig.Store.RemoveAsync((await rig.Store.FindAsync("tiny", default))!, default);
        Assert.False(File.Exists(copy.Files[0].FullPath));
    }

    [Fact]
    public async Task A_bare_name_is_what_is_tagged_latest_and_else_what_was_published()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var tiny = await rig.SyncAsync("ord:tiny");
        await MakeAsync(rig, "tiny:big", tiny, new ModelChanges());
        Assert.Equal("tiny:Q8_0", (await rig.Store.FindAsync("tiny", default))!.FullName);
        await MakeAsync(rig, "tiny", tiny, new ModelChanges());
        Assert.Equal("tiny:latest", (await rig.Store.FindAsync("tiny:latest", default))!.FullName);
        Assert.Equal("tiny:big", (await rig.Store.FindAsync("tiny:BIG", default))!.FullName);
        Assert.Equal("tiny:Q8_0", (await rig.SyncAsync("ord:tiny")).FullName);
    }

    [Fact]
    public async Task What_is_made_of_a_derived_model_adds_to_its_changes()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var tiny = await rig.SyncAsync("ord:tiny");
        var first = await MakeAsync(rig, "first", tiny, new ModelChanges { System = "One.", Defaults = new ModelDefaults { MaxTokens = 5 } });
        var second = await MakeAsync(rig, "second", first, new ModelChanges { System = "Two." });
        Assert.Equal(("first:latest", "tiny:Q8_0", "Two.", 5),
            (second.Derivation!.From, second.ToPublished().FullName, second.Derivation.Changes.System, second.Derivation.Changes.Defaults.MaxTokens));
    }

    [Fact]
    public async Task Replaces_a_derived_model_of_the_same_name_and_never_a_published_one()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var tiny = await rig.SyncAsync("ord:tiny");
        await MakeAsync(rig, "pirate", tiny, new ModelChanges { System = "One." });
        await MakeAsync(rig, "Pirate", tiny, new ModelChanges { System = "Two." });
        Assert.Equal("Two.", (await rig.Store.FindAsync("pirate", default))!.Derivation!.Changes.System);
        Assert.Equal(2, (await rig.Store.ListAsync(default)).Count);

        var refused = await Assert.ThrowsAsync<RequestException>(() => MakeAsync(rig, "tiny:q8_0", tiny, new ModelChanges()));
        Assert.Contains("published model", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_published_later_leaves_a_derived_one_its_name()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0", "Q4_0");
        var tiny = await rig.SyncAsync("ord:tiny", "Q8_0");
        await MakeAsync(rig, "tiny:Q4_0", tiny, new ModelChanges { System = "Mine." });
        Assert.Equal("tiny-2:Q4_0", (await rig.SyncAsync("ord:tiny", "Q4_0")).FullName);
        Assert.Equal("Mine.", (await rig.Store.FindAsync("tiny:q4_0", default))!.Derivation!.Changes.System);
    }

    [Fact]
    public async Task Nothing_is_made_of_a_model_that_is_gone()
    {
        await using var rig = new SyncRig(_data.Path);
        rig.Publish("tiny", "Q8_0");
        var tiny = await rig.SyncAsync("ord:tiny");
        await rig.Store.RemoveAsync(tiny, default);
        await Assert.ThrowsAsync<GoatException>(() => MakeAsync(rig, "pirate", tiny, new ModelChanges()));
        Assert.Empty(await rig.Store.ListAsync(default));
    }

    private static Task<StoredModel> MakeAsync(SyncRig rig, string text, StoredModel from, ModelChanges changes)
    {
        Assert.True(ModelName.TryParse(text, out var name));
        return rig.Get<DerivedModels>().MakeAsync(name, from, changes, license: null, default);
    }
}
