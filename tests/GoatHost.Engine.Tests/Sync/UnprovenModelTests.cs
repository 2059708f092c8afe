using GoatHost.Abstractions;
using GoatHost.Engine.Store.Catalog;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Verification.Descriptions;
using GoatHost.TestKit;

namespace GoatHost.Engine.Tests.Sync;

/// <summary>What a source says is not proven enough becomes a model only for a person who asks for that.</summary>
public sealed class UnprovenModelTests : IAsyncLifetime, IDisposable
{
    private const string Why = "It is only parsed (L1), and committed (L2) is asked for.";

    private readonly TempFolder _data = new();
    private readonly SyncRig _rig;

    public UnprovenModelTests() => _rig = new(_data.Path);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task An_unproven_model_is_refused_before_anything_is_fetched()
    {
        Publish(Why);
        var e = await Assert.ThrowsAsync<RefusedException>(() => _rig.SyncAsync("ord:new"));
        Assert.StartsWith("It is only parsed (L1), and committed (L2) is asked for; --allow-unproven", e.Message, StringComparison.Ordinal);
        Assert.Empty(await _rig.Store.ListAsync(default));
        Assert.DoesNotContain(_rig.Notes, note => note.Stage == SyncStage.Fetch);
    }

    [Fact]
    public async Task An_unproven_model_is_taken_by_who_asks_for_it()
    {
        Publish(Why);
        var model = await _rig.SyncAsync("ord:new", allowUnproven: true);
        Assert.Equal("new:Q8_0", model.FullName);
        Assert.Contains(_rig.Notes, note => note.Text.Contains("as you asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_the_catalog_saw_too_early_is_asked_of_its_source_again()
    {
        Publish(Why);
        var seen = _rig.Source.Models["ord:new"];
        await _rig.Get<DiscoveredModels>().RecordAsync("ord", new ModelFound(seen), default);
        await Assert.ThrowsAsync<RefusedException>(() => _rig.SyncAsync("new"));
        Publish(null);
        Assert.Equal("new:Q8_0", (await _rig.SyncAsync("new")).FullName);
    }

    [Fact]
    public void A_description_carries_the_warning_of_its_content()
    {
        var content = new Content("text/plain", "magnet:?xt=urn:btih:0123456789012345678901234567890123456789"u8.ToArray(), []) { Unproven = Why };
        Assert.Equal(Why, new DescriptionReader().Read(new("ord:x"), content)?.Unproven);
        Assert.Null(new DescriptionReader().Read(new("ord:x"), content with { Unproven = null })?.Unproven);
    }

    private void Publish(string? why)
    {
        _rig.Publish("new", "Q8_0");
        _rig.Source.Models["ord:new"] = _rig.Source.Models["ord:new"] with { Unproven = why };
    }
}
