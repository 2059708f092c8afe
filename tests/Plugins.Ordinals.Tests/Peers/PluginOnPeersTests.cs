using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests.Peers;

/// <summary>The whole plugin with no road but peers.</summary>
public sealed class PluginOnPeersTests
{
    [Fact]
    public async Task An_inscription_is_witnessed_by_peers_alone_when_its_block_is_named()
    {
        using var files = Chains.Road(Chains.RegtestBlocks);
        await using var peer = ScriptedPeer.Of(await files.ReadChainAsync());
        using var stage = new OrdinalsStage(("network", "regtest"), ("roads:0", "peers"), ("peers:0", peer.Address));
        var expected = Chains.Json(Chains.RegtestChain, "expected.json").GetProperty("inscriptions")[0];
        var (id, height) = (expected.Text("id"), expected.GetProperty("height").GetInt32());
        var content = await stage.Source.ReadAsync(new($"ord:{id}?height={height}"), default);
        Assert.StartsWith("witnessed (L3)", content.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("Bitcoin peers of regtest", content.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.Equal(expected.Text("content_sha256"), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Bytes.Span)));
        // Without the hint there is nothing to find it by, for one that has not seen it yet.
        using var unhinted = new OrdinalsStage(("network", "regtest"), ("roads:0", "peers"), ("peers:0", peer.Address));
        var error = await Assert.ThrowsAnyAsync<GoatException>(() => unhinted.Source.ReadAsync(new($"ord:{id}"), default));
        Assert.Contains("?height=", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_over_the_chain_needs_nothing_else()
    {
        using var files = Chains.Road(Chains.RegtestBlocks);
        await using var peer = ScriptedPeer.Of(await files.ReadChainAsync());
        using var byPeers = new OrdinalsStage(("network", "regtest"), ("roads:0:road", "peers"), ("roads:0:peers:0", peer.Address));
        using var byFiles = OrdinalsStage.OnBlocks(Chains.RegtestBlocks);
        var found = (await byPeers.DiscoverAsync()).OfType<ModelFound>().Select(model => model.Description.Origin.Text);
        var expected = (await byFiles.DiscoverAsync()).OfType<ModelFound>().Select(model => model.Description.Origin.Text).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task A_setting_that_is_no_address_is_named()
    {
        using var stage = new OrdinalsStage(("network", "regtest"), ("roads:0", "peers"), ("peers:0", "http://node"));
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new($"ord:{new string('a', 64)}i0?height=1"), default));
        Assert.Contains("holds \"http://node\"", error.Message, StringComparison.Ordinal);
    }
}
