using System.Text.Json.Nodes;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.TestKit;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The road through a node's RPC, against a scripted node that may lie.</summary>
public sealed class RpcTests : IAsyncLifetime, IDisposable
{
    private const string Manifest = "6ccc16c3146ff49bca7fcdf4549259e17dcccfb6d6dce17098ddc142eca3b334";

    private readonly TempFolder _folder = new();
    private ScriptedNode? _node;

    private ScriptedNode Node => _node!;

    public async Task InitializeAsync()
    {
        using var road = Chains.Road(Chains.SampleBlocks);
        _node = await ScriptedNode.StartAsync(await road.ReadChainAsync());
        await File.WriteAllTextAsync(_folder[".cookie"], $"{ScriptedNode.User}:{ScriptedNode.Password}");
    }

    public async Task DisposeAsync() => await Node.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Proves_the_manifest_with_and_without_a_transaction_index(bool index)
    {
        Node.HasIndex = index;
        using var stage = Stage();
        var model = await stage.Source.ResolveAsync(new(Manifest), default);
        Assert.Equal(
            ["level", "envelope", "script path", "Merkle path", "headers", "witness commitment", "parent"],
            model.Proofs.Where(proof => proof.Holds).Select(proof => proof.Claim));
        Assert.Contains("118 headers", model.Proofs[4].Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_a_user_and_a_password_in_place_of_the_cookie()
    {
        using var stage = new OrdinalsStage(
            ("network", "regtest"), ("rpc", Node.Url), ("rpcUser", ScriptedNode.User), ("rpcPassword", ScriptedNode.Password));
        Assert.NotNull(await stage.Source.ResolveAsync(new(Manifest), default));
    }

    [Fact]
    public async Task Discovers_the_same_models_as_the_files_do()
    {
        using var stage = Stage();
        using var files = OrdinalsStage.OnBlocks(Chains.SampleBlocks);
        static IEnumerable<string> Texts(IEnumerable<Discovery> steps) => steps.Select(step => step switch
        {
            ModelFound found => found.Description.Origin.Text,
            ModelRefused refused => refused.ToString(),
            _ => step.ToString(),
        });
        Assert.Equal(Texts(await files.DiscoverAsync()), Texts(await stage.DiscoverAsync()));
    }

    [Fact]
    public async Task Asks_for_headers_once_and_then_for_new_ones_alone()
    {
        using var stage = Stage();
        await stage.Source.ReadAsync(new(Manifest), default);
        var before = Node.Calls.Count(call => call == "getblockheader");
        await stage.Source.ReadAsync(new(Manifest), default);
        // One for the reveal's own height and one for its parent's.
        Assert.Equal(before + 2, Node.Calls.Count(call => call == "getblockheader"));
    }

    [Fact]
    public async Task Follows_a_reorganisation_of_the_node()
    {
        using var folder = new TempFolder();
        var records = await Chains.PlainRecordsAsync(Chains.RegtestBlocks);
        await File.WriteAllBytesAsync(folder["blk00000.dat"], [.. records.SkipLast(3).SelectMany(record => record)]);
        using var before = Chains.Road(folder.Path);
        using var after = Chains.Road(Chains.RegtestBlocks);
        var chain = await before.ReadChainAsync();
        await using var node = await ScriptedNode.StartAsync(chain);
        using var stage = new OrdinalsStage(("network", "regtest"), ("rpc", node.Url), ("rpcCookie", _folder[".cookie"]));
        var first = await stage.DiscoverAsync();
        chain.Clear();
        chain.AddRange(await after.ReadChainAsync());
        var second = await stage.DiscoverAsync(Assert.IsType<DiscoveryCursor>(first[^1]).Text);
        Assert.Equal(2, second.OfType<ModelGone>().Count());
        Assert.Contains("115 headers", Assert.Single(second.OfType<ModelFound>()).Description.Proofs[4].Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("getblock", "refused")]
    [InlineData("getblockheader", "refused")]
    [InlineData("getrawtransaction", "commit transaction")]
    public async Task Refuses_what_a_lying_node_says(string method, string reason)
    {
        var armed = 0;
        // One hex digit of the answer is changed: of a header's parent, of a block's last transaction, of a transaction's lock time.
        Node.Tamper = (name, result) =>
        {
            if (name != method || result is not JsonValue value || !value.TryGetValue<string>(out var hex)
                || Interlocked.Increment(ref armed) > 200)
            {
                return result;
            }
            var at = method switch { "getblockheader" => 8, "getblock" => hex.Length - 9, _ => hex.Length - 1 };
            return JsonValue.Create(string.Concat(hex.AsSpan(0, at), hex[at] == '0' ? "1" : "0", hex.AsSpan(at + 1)));
        };
        using var stage = Stage();
        var error = await Assert.ThrowsAnyAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_shows_a_secret_when_the_node_refuses_it()
    {
        const string Secret = "swordfish-4711";
        using var stage = new OrdinalsStage(("network", "regtest"), ("rpc", Node.Url), ("rpcUser", "goat"), ("rpcPassword", Secret));
        var error = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default));
        Assert.Contains("refused the credentials", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_do_when_there_is_no_cookie_no_node_or_another_network()
    {
        async Task<string> MessageAsync(params (string, string)[] settings)
        {
            using var stage = new OrdinalsStage(settings);
            return (await Assert.ThrowsAsync<GoatException>(() => stage.Source.ReadAsync(new(Manifest), default))).Message;
        }
        Assert.Contains(
            "\"rpcCookie\"",
            await MessageAsync(("network", "regtest"), ("rpc", Node.Url), ("rpcCookie", _folder["none"])),
            StringComparison.Ordinal);
        Assert.Contains(
            "another network",
            await MessageAsync(("network", "mainnet"), ("rpc", Node.Url), ("rpcCookie", _folder[".cookie"])),
            StringComparison.Ordinal);
        Assert.Contains(
            "not an http address", await MessageAsync(("network", "regtest"), ("rpc", "127.0.0.1:18443")), StringComparison.Ordinal);
        Assert.Contains(
            "holds a user", await MessageAsync(("network", "regtest"), ("rpc", "http://u:p@127.0.0.1:18443")), StringComparison.Ordinal);
        await Node.DisposeAsync();
        Assert.Contains(
            "cannot be reached", await MessageAsync(("network", "regtest"), ("rpc", "http://127.0.0.1:1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Understands_the_answers_of_a_real_node()
    {
        using var road = Chains.Road(Chains.RegtestBlocks);
        await using var node = await ScriptedNode.StartAsync(await road.ReadChainAsync());
        foreach (var path in Directory.GetFiles(Path.Combine(Chains.RegtestChain, "api"), "rpc-*.json"))
        {
            var json = Chains.Json(path);
            var key = JsonNode.Parse(json.GetProperty("params").GetRawText())!.ToJsonString();
            node.Recorded[$"{json.Text("method")} {key}"] = json.GetProperty("result");
        }
        using var stage = new OrdinalsStage(("network", "regtest"), ("rpc", node.Url), ("rpcCookie", _folder[".cookie"]));
        foreach (var index in new[] { true, false })
        {
            node.HasIndex = index;
            if (!index)
            {
                node.Recorded.Remove(node.Recorded.Keys.Single(key => key.StartsWith("getrawtransaction", StringComparison.Ordinal)));
            }
            var content = await stage.Source.ReadAsync(new("6ea2247b6ec1ebd1317c047317deb10e1cc6c083e07ee5e542aec29459481651"), default);
            Assert.Equal("hello goat"u8, content.Bytes.Span);
            Assert.Equal(6, content.Proofs.Count(proof => proof.Holds));
        }
    }

    [Fact]
    public async Task A_node_whose_answer_trickles_in_is_given_up_with_a_sentence()
    {
        var clock = new FastClock(Rounds.Of(30, 1));
        await using var slow = new TricklingServer(TricklingServer.HttpHead, clock);
        using var stage = new OrdinalsStage(clock, ("network", "regtest"), ("rpc", slow.Url), ("rpcUser", "u"), ("rpcPassword", "p"));

        var e = await Assert.ThrowsAsync<GoatException>(() => stage.Source.ResolveAsync(new(Manifest), default));

        Assert.StartsWith($"Asking the node at {slow.Url} for ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("failed: it did not answer within 60 seconds.", e.Message, StringComparison.Ordinal);
    }

    private OrdinalsStage Stage() => new(("network", "regtest"), ("rpc", Node.Url), ("rpcCookie", _folder[".cookie"]));
}
