using System.Security.Cryptography;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The sample chain that is shipped, through the plugin as the host sees it.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Manifest = "6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334";
    private const string Gguf = "370e67deb9ba9b001aaab31a4def482c6d645c701cfea0b2c89e21d7532fe1ec";
    private const string Hello = "5881c5ef9e05e3b1eb35677121c9e78e12294ea8a0d811d59f89e80e44de5f58";
    private const string Stale = "44817917667ebcb7a4142c54026257f43b66d4ef7fb60f349bf7a67a812c65e4";

    private readonly OrdinalsStage _stage = OrdinalsStage.OnBlocks(Chains.SampleBlocks);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Proves_the_manifest_to_the_last_step_when_it_resolves()
    {
        var model = await _stage.Source.ResolveAsync(new(Manifest), default);
        Assert.Equal(($"ord:{Manifest}i0", "goat-tiny-kjv"), (model.Origin.Text, model.Name));
        Assert.Equal(
            ["level", "envelope", "script path", "Merkle path", "headers", "witness commitment", "parent"],
            model.Proofs.Where(proof => proof.Holds).Select(proof => proof.Claim));
        Assert.Equal(["author", "first"], model.Proofs.Where(proof => !proof.Holds).Select(proof => proof.Claim));
        Assert.Contains("input 1, envelope 0", model.Proofs[1].Evidence, StringComparison.Ordinal);
        Assert.Contains("at height 118 to the genesis block of regtest, work ee", model.Proofs[4].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_every_active_inscription_as_it_was_stored()
    {
        foreach (var expected in Chains.Json(Fixtures.Offline, "expected.json").GetProperty("inscriptions").EnumerateArray())
        {
            var content = await _stage.Source.ReadAsync(new(expected.Text("id")), default);
            Assert.Equal(expected.Text("content_type"), content.MediaType);
            Assert.Equal(expected.Text("content_sha256"), Convert.ToHexStringLower(SHA256.HashData(content.Bytes.Span)));
            Assert.Contains(content.Proofs, proof => proof is { Claim: "script path", Holds: true });
            Assert.Contains(content.Proofs, proof => proof is { Claim: "witness commitment", Holds: true });
        }
    }

    [Theory]
    [InlineData("bc5a2dc6361e4daeefc8e2253809fba81bfe1c2fea69138f765e993a3e4f10c9", "cut off")]
    [InlineData("d3a8d6e00d07c1972f3898399af4f12ccb8440ce27041cbe27604ec07d5883ac", "later version")]
    [InlineData("43d0d182ec400829b492d72f1987302d9dde6e7abdaf88b65342dd09b303ef3f", "climbs out")]
    [InlineData(Stale, "stale block at height 113")]
    public async Task Refuses_a_trap_when_it_is_asked_for(string id, string reason)
    {
        var error = await Assert.ThrowsAsync<RefusedException>(() => _stage.Source.ResolveAsync(new(id), default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Hello, "describes no model")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", "was not found")]
    public async Task Says_in_a_sentence_why_there_is_no_model(string id, string reason)
    {
        var error = await Assert.ThrowsAsync<GoatException>(() => _stage.Source.ResolveAsync(new(id), default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_so_when_the_transaction_does_not_hold_the_index()
    {
        var error = await Assert.ThrowsAsync<GoatException>(() => _stage.Source.ReadAsync(new($"{Hello}i1"), default));
        Assert.Contains("holds i0 alone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetches_a_model_that_is_inscribed_whole()
    {
        var model = await _stage.Source.ResolveAsync(new($"ord:{Gguf}i0"), default);
        var locator = model.Files.Single().Locators.Single();
        Assert.True(_stage.Transport.CanFetch(locator));
        var listed = Assert.Single(await _stage.Transport.ListAsync(locator, default));
        var file = new FakeFile(listed.Path, (int)listed.Size);
        await _stage.Transport.FetchAsync(locator, [file], null, default);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q4_0.gguf")), file.Bytes);
    }

    [Fact]
    public async Task Discovers_the_models_and_names_the_traps_in_order()
    {
        var steps = await _stage.DiscoverAsync();
        Assert.Equal(
            [Manifest[..8], "231008e0", "118315ad", Gguf[..8]],
            steps.OfType<ModelFound>().Select(found => found.Description.Origin.Text[4..12]));
        Assert.Equal(
            ["43d0d182", "bc5a2dc6", "d3a8d6e0"], steps.OfType<ModelRefused>().Select(refused => refused.Reference.Text[4..12]).Order());
        Assert.Empty(steps.OfType<ModelGone>());
        var cursor = Assert.IsType<DiscoveryCursor>(steps[^1]);
        Assert.Empty(await _stage.DiscoverAsync(cursor.Text));
    }

    [Theory]
    [InlineData($"ord:{Manifest}i0", true)]
    [InlineData($"{Manifest}i12", true)]
    [InlineData("6CCC16C3146FF49BCA7FCDF4549259E17DCCCFB6D6DCE17098DDC142ECA3B334", true)]
    [InlineData($"{Manifest}i01", false)]
    [InlineData($"{Manifest}i", false)]
    [InlineData($"{Manifest}i-1", false)]
    [InlineData($"{Manifest}00", false)]
    [InlineData("goat-tiny-kjv:q8_0", false)]
    public void Knows_its_references_by_their_text(string text, bool known) => Assert.Equal(known, _stage.Source.CanResolve(new(text)));

    [Fact]
    public async Task Prints_a_proof_that_a_person_can_read()
    {
        var output = new FakeOutput();
        Assert.Equal(0, await _stage.Command("prove").RunAsync([Manifest], output, default));
        Assert.Equal(10, output.Lines.Count);
        Assert.Equal(2, await _stage.Command("prove").RunAsync([], new FakeOutput(), default));
    }

    [Fact]
    public async Task Says_what_to_set_when_no_road_is_configured()
    {
        using var bare = new OrdinalsStage();
        var error = await Assert.ThrowsAsync<GoatException>(() => bare.Source.ResolveAsync(new(Manifest), default));
        Assert.Contains("\"blocks\"", error.Message, StringComparison.Ordinal);
        Assert.Empty(await bare.DiscoverAsync());
        Assert.Equal(HealthStatus.Degraded, (await bare.Source.CheckAsync(default)).Status);
    }
}
