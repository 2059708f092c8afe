using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Chain.Fetched;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Chain.Rpc;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>A chain too long to fetch whole over RPC: mainnet's own first headers.</summary>
public sealed class RpcHeadersTests
{
    [SkippableFact]
    public async Task Checks_a_window_of_a_long_chain_and_says_where_it_begins()
    {
        var headers = First();
        await using var node = await StartAsync(headers);
        var tree = await AroundAsync(node, headers, height: 6000);
        Assert.Equal((2016, 8016, false), (tree.Anchor!.Height, tree.Best!.Height, tree.ReachesGenesis));
        var standing = HeaderStanding.Of(Chains.Mainnet, tree, tree.Find(headers[6000].Hash)!);
        Assert.Equal((true, false, 2017), (standing.Active, standing.IsProven, standing.Confirmations));
        Assert.Contains("at height 2016, which was not followed back", standing.Describe(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Refuses_a_window_in_which_a_header_does_not_follow_the_one_before()
    {
        var headers = First();
        headers[7000] = headers[7001];
        await using var node = await StartAsync(headers);
        var error = await Assert.ThrowsAsync<RefusedException>(() => AroundAsync(node, headers, height: 6000));
        Assert.Contains("The header at height 7000", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(6000, 4032, 8000)] // up to the known block
    [InlineData(9000, 6048, 10236)] // from where the known block's period begins, so that every change of the target can be checked
    public async Task Checks_a_long_chain_by_way_of_a_block_that_is_known(int height, int first, int last)
    {
        var headers = First();
        await using var node = await StartAsync(headers);
        var network = Chains.Mainnet with { Checkpoints = [new(8000, headers[8000].Hash, 8001)] };
        var tree = await AroundAsync(node, headers, height, network);
        Assert.Equal((first, last), (tree.Anchor!.Height, tree.Best!.Height));
        var standing = HeaderStanding.Of(network, tree, tree.Find(headers[height].Hash)!);
        Assert.Equal((true, true, last - height + 1), (standing.Active, standing.IsProven, standing.Confirmations));
        Assert.Contains($"through block {headers[8000].Hash} at height 8000", standing.Describe(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Refuses_a_long_chain_that_passes_by_the_known_block()
    {
        var headers = First();
        await using var node = await StartAsync(headers);
        var network = Chains.Mainnet with { Checkpoints = [new(8000, headers[8001].Hash, 8001)] };
        var error = await Assert.ThrowsAsync<RefusedException>(() => AroundAsync(node, headers, 6000, network));
        Assert.Contains("The header at height 8000", error.Message, StringComparison.Ordinal);
    }

    private static List<(BlockHeader Header, string Hex)> Raw() =>
        [.. File.ReadAllBytes(Chains.Public("mainnet/headers/mainnet-0-10237.bin")).Chunk(BlockHeader.Size).Select(bytes => (BlockHeader.Read(bytes), Convert.ToHexStringLower(bytes)))];

    private static List<BlockHeader> First() => [.. Raw().Select(item => item.Header)];

    private static async Task<ScriptedNode> StartAsync(List<BlockHeader> order)
    {
        var node = await ScriptedNode.StartAsync([]);
        foreach (var (header, hex) in Raw()) node.Recorded[$"getblockheader [\"{header.Hash}\",false]"] = Text(hex);
        foreach (var (height, header) in order.Index()) node.Recorded[$"getblockhash [{height}]"] = Text(header.Hash.ToString());
        return node;
    }

    private static async Task<HeaderTree> AroundAsync(ScriptedNode node, List<BlockHeader> headers, int height, Network? network = null)
    {
        using var http = new RoadHttp(TimeProvider.System);
        var credentials = new RpcCredentials(null, ScriptedNode.User, ScriptedNode.Password);
        var client = new RpcClient(new(node.Url), credentials, http);
        using var road = new FetchedHeaders(new RpcHeaderFeed(client), network ?? Chains.Mainnet, TimeProvider.System, wholeChain: 5000);
        return await road.AroundAsync(height, new(headers.Count - 1, headers[^1].Hash), default);
    }

    private static JsonElement Text(string text)
    {
        using var document = JsonDocument.Parse($"\"{text}\"");
        return document.RootElement.Clone();
    }
}
