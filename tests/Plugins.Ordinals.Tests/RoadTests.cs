using System.Net;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;
using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The roads that speak HTTP, against a server that may lie, and the order in which roads are tried.</summary>
public sealed class RoadTests : IAsyncLifetime
{
    private const string Manifest = "6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334";

    private ScriptedServer? _server;

    private ScriptedServer Server => _server!;

    public async Task InitializeAsync()
    {
        using var road = Chains.Road(Chains.SampleBlocks);
        _server = await ScriptedServer.StartAsync(await road.ReadChainAsync());
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    [Theory]
    [InlineData("rest")]
    [InlineData("esplora")]
    public async Task Proves_a_manifest_to_the_last_step_by_one_road_alone(string road)
    {
        using var stage = Stage(road);
        var model = await stage.Source.ResolveAsync(new(Manifest), default);
        Assert.Equal(
            ["level", "envelope", "script path", "Merkle path", "headers", "witness commitment", "parent"],
            model.Proofs.Where(proof => proof.Holds).Select(proof => proof.Claim));
        Assert.Null(model.Unproven);
        Assert.StartsWith("witnessed (L3)", model.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.Contains($"read by the {(road == "rest" ? "node's REST" : "esplora server")} at http://127.0.0.1", model.Proofs[0].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_ord_find_what_another_road_brings()
    {
        // Esplora knows no transaction here, only blocks; ord knows where it is, and brings neither blocks nor headers.
        Server.Tamper = (path, answer) => path.StartsWith("/api/tx", StringComparison.Ordinal) ? null : answer;
        using var stage = Stage("esplora", "ord");
        var content = await stage.Source.ReadAsync(new(Manifest), default);
        Assert.Contains("the ord server", content.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("the esplora server", content.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.Equal(["level", "script path", "headers"], content.Proofs.Where(proof => proof.Claim is "level" or "script path" or "headers" && proof.Holds).Select(proof => proof.Claim));
        Assert.DoesNotContain(Server.Asked, path => path.Contains("content", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("height")]
    [InlineData("block")]
    public async Task Reaches_the_witness_level_by_blocks_alone_when_told_where_to_look(string hint)
    {
        Server.Tamper = (path, answer) => path.StartsWith("/api/tx", StringComparison.Ordinal) ? null : answer;
        using var road = Chains.Road(Chains.SampleBlocks);
        var tip = await road.TipAsync(default);
        var hash = await road.FindAsync(Transactions.Hash256.Parse(Manifest), default);
        var height = 0;
        while (await road.HashAtAsync(height, default) != hash) height++;
        Assert.InRange(height, 1, tip.Height);
        using var stage = Stage("esplora");
        await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        var reference = new Reference($"ord:{Manifest}i0?{(hint == "height" ? $"height={height}" : $"block={hash}")}");
        Assert.True(stage.Source.CanResolve(reference));
        var model = await stage.Source.ResolveAsync(reference, default);
        Assert.Equal($"ord:{Manifest}i0", model.Origin.Text);
        Assert.StartsWith("witnessed (L3)", model.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.False(model.Proofs.Single(proof => proof.Claim == "script path").Holds);
        Assert.Null(model.Unproven);
    }

    [Fact]
    public async Task Says_of_each_road_why_it_failed()
    {
        using var stage = new OrdinalsStage(
            ("network", "regtest"), ("roads:0", "rpc"), ("rpc", "http://127.0.0.1:1"), ("roads:1:road", "ord"), ("roads:1:url", Server.Ord),
            ("roads:2:road", "blocks"), ("roads:2:path", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains("by every road", error.Message, StringComparison.Ordinal);
        Assert.Contains("the node at http://127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("the ord server at", error.Message, StringComparison.Ordinal);
        Assert.Contains("the blocks directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_on_with_the_next_road_when_the_first_is_dead_or_lies()
    {
        // One byte of every block is changed by the first road; the files of the second are sound.
        Server.Tamper = (path, answer) =>
        {
            if (answer is null || !path.StartsWith("/rest/block/", StringComparison.Ordinal) || !path.EndsWith(".bin", StringComparison.Ordinal)) return answer;
            answer[^10] ^= 1;
            return answer;
        };
        using var stage = new OrdinalsStage(
            ("network", "regtest"), ("roads:0:road", "rpc"), ("roads:0:url", "http://127.0.0.1:1"),
            ("roads:1:road", "rest"), ("roads:1:url", Server.Rest), ("roads:2", "blocks"), ("blocks", Chains.SampleBlocks));
        var content = await stage.Source.ReadAsync(new(Manifest), default);
        Assert.StartsWith("witnessed (L3)", content.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.Contains("the blocks directory", content.Proofs[0].Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rest", "/rest/block/", ".bin", "is refused")]
    [InlineData("rest", "/rest/headers/", "", "is refused")]
    [InlineData("rest", "/rest/tx/", ".bin", "commit transaction")]
    [InlineData("esplora", "/api/block/", "/raw", "is refused")]
    [InlineData("esplora", "/api/tx/", "/raw", "commit transaction")]
    public async Task Refuses_what_a_lying_server_says(string road, string start, string end, string reason)
    {
        // A bit of the last four bytes: of a transaction's lock time, of a block's last transaction's, of a header's nonce.
        Server.Tamper = (path, answer) =>
        {
            if (answer is not { Length: > 8 } || !path.StartsWith(start, StringComparison.Ordinal) || !path.EndsWith(end, StringComparison.Ordinal)) return answer;
            answer[^3] ^= 1;
            if (start == "/rest/headers/") answer[85] ^= 1;
            return answer;
        };
        using var stage = Stage(road);
        var error = await Assert.ThrowsAnyAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rest", "/rest/chaininfo.json", "{\"chain\":\"main\",\"blocks\":5}", "another network")]
    [InlineData("rest", "/rest/chaininfo.json", "[]", "not a JSON object")]
    [InlineData("rest", "/rest/chaininfo.json", "{\"chain\":\"regtest\",\"blocks\":1e99}", "no height")]
    [InlineData("esplora", "/api/blocks/tip/height", "-5", "not a height")]
    [InlineData("esplora", "/api/blocks/tip/hash", "zz", "not a hash")]
    [InlineData("esplora", "/api/tx/", "{\"block_hash\":7}", "in no block yet")]
    [InlineData("ord", "/ord/r/inscription", "{\"height\":-1}", "no height")]
    [InlineData("ord", "/ord/r/inscription", "not json", "not JSON")]
    [InlineData("ord", "/ord/r/blockheight", "99999999999", "not a height")]
    public async Task Says_what_is_wrong_with_an_answer_that_is_none(string road, string start, string instead, string reason)
    {
        Server.Tamper = (path, answer) => path.StartsWith(start, StringComparison.Ordinal) ? System.Text.Encoding.UTF8.GetBytes(instead) : answer;
        using var stage = Stage(road);
        var error = await Assert.ThrowsAnyAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_follow_a_redirect_and_does_not_read_on_past_a_bound()
    {
        using var stage = Stage("esplora");
        Server.Interrupt = http =>
        {
            http.Response.Redirect("http://127.0.0.1:1/");
            return Task.FromResult(true);
        };
        var moved = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains("redirects are not followed", moved.Message, StringComparison.Ordinal);
        Server.Interrupt = async http =>
        {
            var chunk = new byte[64 * 1024];
            // Without a length, and without an end, until the reader hangs up.
            while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
            return true;
        };
        var endless = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains("is longer than", endless.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_an_answer_that_trickles_in()
    {
        var clock = new FastClock(30);
        await using var slow = new TricklingServer("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n"u8, clock);
        using var stage = new OrdinalsStage(clock, ("network", "regtest"), ("esplora", slow.Url));
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains("did not answer within 60 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Understands_the_recorded_answers_of_a_real_nodes_rest()
    {
        using var road = Chains.Road(Chains.RegtestBlocks);
        await using var server = await ScriptedServer.StartAsync(await road.ReadChainAsync());
        var recorded = Chains.Json(Chains.RegtestChain, "api", "index.json");
        foreach (var item in recorded.EnumerateObject().Where(item => item.Value.GetProperty("status").GetInt32() == 200))
        {
            var file = Path.Combine(Chains.RegtestChain, "api", item.Name);
            if (File.Exists(file)) server.Recorded[item.Value.Text("path")] = await File.ReadAllBytesAsync(file);
        }
        using var stage = new OrdinalsStage(("network", "regtest"), ("rest", server.Rest));
        var content = await stage.Source.ReadAsync(new("6ea2247b6ec1ebd1317c047317deb10e1cc6c083e07ee5e542aec29459481651"), default);
        Assert.Equal("hello goat"u8, content.Bytes.Span);
        Assert.StartsWith("witnessed (L3), 10 confirmations", content.Proofs[0].Evidence, StringComparison.Ordinal);
        Assert.All(["chaininfo.json", "tx/", "block/7f6b", "notxdetails"], part => Assert.Contains(server.Asked, path => path.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Settings_are_read_flat_in_a_list_and_as_objects_and_show_no_secret()
    {
        static OrdinalsSettings Read(params (string Key, string Value)[] settings) => OrdinalsSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        Assert.Equal(["blocks", "rpc"], Read(("rpc", "http://n"), ("blocks", "/b")).Roads.Select(road => road.Kind));
        var listed = Read(
            ("roads:0", "peers"), ("peers:0", "10.0.0.1:8333"), ("roads:1:road", "rpc"), ("roads:1:url", "http://u:swordfish@n:8332"),
            ("roads:1:password", "swordfish"), ("roads:2", "Esplora"), ("esplora", "http://e/api"), ("level", "witnessed"), ("confirmations", "6"));
        Assert.Equal(["peers", "rpc", "esplora"], listed.Roads.Select(road => road.Kind));
        Assert.Equal(["10.0.0.1:8333"], listed.Roads[0].Nodes);
        Assert.False(listed.Roads[0].Dns);
        Assert.Equal((ProofLevel.Witnessed, 6), (listed.Level, listed.Confirmations));
        Assert.DoesNotContain("swordfish", listed.ToString(), StringComparison.Ordinal);
        Assert.Equal("network mainnet, roads peers 10.0.0.1:8333, rpc http://n:8332/, esplora http://e/api", listed.ToString());
    }

    [Theory]
    [InlineData("carrier-pigeon", null, "no road \"carrier-pigeon\"")]
    [InlineData("esplora", null, "says not where it leads")]
    [InlineData("esplora", "ftp://x", "not an http address")]
    [InlineData("ord", "http://u:p@127.0.0.1", "holds a user")]
    [InlineData("rest", "http://127.0.0.1/?key=1", "question mark")]
    public async Task Says_what_is_wrong_with_a_road_that_is_set(string road, string? url, string reason)
    {
        using var stage = new OrdinalsStage([("network", "regtest"), ("roads:0:road", road), .. url is null ? Array.Empty<(string, string)>() : [("roads:0:url", url)]]);
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("esplora.example.com", "10.0.0.1", false)]
    [InlineData("esplora.example.com", "127.0.0.1", false)]
    [InlineData("esplora.example.com", "::ffff:192.168.1.1", false)]
    [InlineData("esplora.example.com", "fd00::1", false)]
    [InlineData("esplora.example.com", "169.254.169.254", false)]
    [InlineData("esplora.example.com", "100.64.0.1", false)]
    [InlineData("esplora.example.com", "93.184.216.34", true)]
    [InlineData("esplora.example.com", "2606:2800:220:1::1", true)]
    [InlineData("umbrel.local", "192.168.1.7", true)]
    [InlineData("node", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    public void A_public_name_leads_to_no_private_address(string host, string address, bool allowed) =>
        Assert.Equal(allowed, GuardedConnect.MayConnect(host, IPAddress.Parse(address)));

    private OrdinalsStage Stage(params string[] roads) => new(
        [("network", "regtest"), ("rest", Server.Rest), ("esplora", Server.Esplora), ("ord", Server.Ord), .. roads.Select((road, i) => ($"roads:{i}", road))]);
}
